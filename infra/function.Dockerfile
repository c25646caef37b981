# One function, chosen by FUNCTION: upload, ocr, extract or api. Context: the root of the repository.
FROM python:3.11-slim-bookworm AS packages
ARG FUNCTION
WORKDIR /build
COPY functions/${FUNCTION}/requirements.txt .
# What one image has downloaded the next one takes from the builder's cache; they take turns. No pip and no tests of packages in the image.
RUN --mount=type=cache,target=/var/cache/pip,sharing=locked \
    python -m venv --without-pip /opt/venv \
 && python -m pip --python /opt/venv/bin/python install --cache-dir /var/cache/pip --disable-pip-version-check \
      --require-hashes --no-deps -r requirements.txt \
 && find /opt/venv -depth -type d \( -name tests -o -name SelfTest \) -exec rm -r {} +

FROM python:3.11-slim-bookworm
ARG FUNCTION
# Debian keeps one version of each package in a release: pinning it would only break the next build.
# hadolint ignore=DL3008,SC2086
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked \
    case "${FUNCTION}" in \
      ocr) programs="tesseract-ocr tesseract-ocr-eng tesseract-ocr-spa tesseract-ocr-deu tesseract-ocr-fra \
             tesseract-ocr-por tesseract-ocr-ita tesseract-ocr-nld tesseract-ocr-osd poppler-utils poppler-data fonts-liberation" ;; \
      api | extract) programs="poppler-utils fonts-liberation" ;; \
      *) programs="" ;; \
    esac \
 && if [ -n "${programs}" ]; then \
      rm -f /etc/apt/apt.conf.d/docker-clean \
      && apt-get update && apt-get install --yes --no-install-recommends ${programs}; \
    fi \
 && useradd --uid 10001 --no-create-home --home-dir /tmp invoices

COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY shared shared
COPY functions/__init__.py functions/__init__.py
COPY functions/${FUNCTION} functions/${FUNCTION}

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    FUNCTION_TARGET=${FUNCTION} \
    FUNCTION_SOURCE=functions/${FUNCTION}/main.py \
    HOST=0.0.0.0 \
    PORT=8080 \
    WORKERS=1 \
    THREADS=16 \
    OMP_THREAD_LIMIT=1
RUN python -m compileall -q /app
USER 10001
EXPOSE 8080
CMD ["python", "-m", "shared.http.server"]
