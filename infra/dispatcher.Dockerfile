# The dispatcher; the same image runs the intake and the migrations, and makes API keys. Context: the root of the repository.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements/dispatcher.txt requirements.txt
RUN --mount=type=cache,target=/var/cache/pip,sharing=locked \
    python -m venv --without-pip /opt/venv \
 && python -m pip --python /opt/venv/bin/python install --cache-dir /var/cache/pip --disable-pip-version-check \
      --require-hashes --no-deps -r requirements.txt

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --home-dir /tmp invoices
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY pyproject.toml .
COPY shared shared
COPY migrations migrations
COPY infra infra
# The intake shares the rules of watched folders with the command line.
COPY clients/python/src/invoices_client invoices_client
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m compileall -q /app
USER 10001
CMD ["python", "-m", "infra.dispatcher"]
