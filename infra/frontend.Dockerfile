# The web app, built, behind nginx. Context: the root of the repository.
FROM node:20-bookworm-slim AS build
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN --mount=type=cache,target=/var/cache/npm npm ci --cache /var/cache/npm --no-audit --no-fund
COPY samples ../samples
COPY docs/openapi.json ../docs/openapi.json
COPY functions/api/headings ../functions/api/headings
COPY functions/extract/printed_words ../functions/extract/printed_words
COPY frontend .
# Below a path of a shared host, if it is not empty: docs/operations.md, Below a path.
ARG BASE_PATH=
RUN npm run build

FROM nginxinc/nginx-unprivileged:1.27-alpine
COPY infra/nginx.conf /etc/nginx/nginx.conf
COPY --from=build /build/frontend/dist /srv/app
USER 101
EXPOSE 8080
