#!/usr/bin/env bash
# Starts the stack in containers: what is wrong with .env is said before anything is built, and before anything is replaced.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

secrets=(SECRET_KEY DATABASE_PASSWORD REDIS_PASSWORD MINIO_ACCESS_KEY MINIO_SECRET_KEY)

fail() { printf '%s\n' "$@" >&2; exit 1; }

# What compose will use: the environment's value, else the last one in .env, without quotes.
value() {
  local text=${!1:-}
  [[ -n "$text" ]] || text=$(sed -n "s/^$1=//p" .env | tail -n 1)
  text=${text#[\"\']}
  printf '%s' "${text%[\"\']}"
}

check_env_file() {
  local name empty=()
  [[ -f .env ]] || fail "There is no file .env: cp .env.example .env, then fill in ${secrets[*]}."
  for name in "${secrets[@]}"; do [[ -n "$(value "$name")" ]] || empty+=("$name"); done
  [[ ${#empty[@]} -eq 0 ]] ||
    fail "Not filled in in .env: ${empty[*]}." "Make each with: openssl rand -base64 36 | tr '+/' '-_'"
  for name in DATABASE_PASSWORD REDIS_PASSWORD; do
    [[ "$(value "$name")" =~ ^[A-Za-z0-9_-]+$ ]] ||
      fail "$name in .env may hold letters, digits, - and _ only: it becomes part of an address."
  done
  (( $(value MINIO_ACCESS_KEY | wc -c) >= 3 )) || fail "MINIO_ACCESS_KEY in .env needs 3 characters or more."
  (( $(value MINIO_SECRET_KEY | wc -c) >= 8 )) || fail "MINIO_SECRET_KEY in .env needs 8 characters or more."
}

explain() {
  printf '\nThe stack did not start. What ended or is not healthy, and its last lines:\n' >&2
  local service
  for service in $(infra/compose.sh ps --all --format '{{.Service}} {{.State}} {{.ExitCode}} {{.Health}}' |
    awk '($2 == "exited" && $3 != 0) || $2 == "restarting" || $4 == "unhealthy" { print $1 }'); do
    infra/compose.sh logs --no-log-prefix --tail 12 "$service" | sed "s/^/  $service | /" >&2
  done
  exit 1
}

command -v docker >/dev/null && docker compose version >/dev/null 2>&1 ||
  fail "Docker with its compose plugin (2.26 or newer) is needed. Without Docker: make run."
check_env_file
infra/compose.sh build
infra/compose.sh --progress quiet run --rm --no-deps -T dispatcher python -m infra.check_settings ||
  fail "Please correct that in .env. Nothing was started or stopped."
infra/compose.sh up --detach --wait || explain

web=$(infra/compose.sh port frontend 8080)
cat <<TEXT

  Web app    http://$web
  API        http://$web/api/invoices/
  API docs   http://$web/api/docs

  API keys are required; create one with \`make api-key NAME=me ROLE=admin\`.
  Logs: infra/compose.sh logs --follow. Stop: make down (the data stays).
TEXT
