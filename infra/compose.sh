#!/usr/bin/env bash
# infra/compose.sh ARGUMENTS: `docker compose ARGUMENTS` with the files and the settings of this checkout.
# Settings are those of .env; its COMPOSE_FILE, or the environment's, may add files to infra/docker-compose.yml.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

files=(--file infra/docker-compose.yml)
if [[ -n "${COMPOSE_FILE:-}" ]] || grep -qs '^COMPOSE_FILE=.' .env; then files=(); fi
# What comes in by itself needs a program only if there is something to take from.
if grep -Eqs '^INTAKE_(IMAP_URL|FOLDER|BUCKET)=.' .env; then files+=(--profile intake); fi
exec docker compose --env-file .env "${files[@]}" "$@"
