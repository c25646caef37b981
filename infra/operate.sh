#!/usr/bin/env bash
# infra/operate.sh migrate | recount | relearn | reindex | api-key NAME ROLE | backup FILE | restore FILE: runs the operator's program
# on the system that is there: the containers of `make up`, the stack of `make run`, or the stores of DATABASE_URL. Refuses
# if there is none, or more than one and nothing says which: COMPOSE=1, STATE_DIR=folder or DATABASE_URL=….
set -euo pipefail

fail() { printf '%s\n' "$@" >&2; exit 2; }

task=$1
shift
case "$task" in
  migrate) program=(python -m alembic upgrade head) ;;
  recount) program=(python -m infra.recount) ;;
  relearn) program=(python -m infra.relearn) ;;
  reindex) program=(python -m infra.reindex) ;;
  api-key)
    [[ -n "${1:-}" && -n "${2:-}" ]] || fail "NAME= and ROLE= are needed."
    program=(python -m infra.apikey "$1" "$2")
    ;;
  backup | restore)
    [[ -n "${1:-}" ]] || fail "FILE=backup.tar is needed."
    file=$(realpath -m "$1")
    [[ "$task" == backup ]] && act=save || act=load
    program=(python -m infra.backup "$act")
    ;;
esac
cd "$(dirname "${BASH_SOURCE[0]}")/.."

state_dir=${STATE_DIR:-.local}

containers_run() {
  command -v docker >/dev/null &&
    [[ -n "$(docker ps --quiet --filter "label=com.docker.compose.project=${COMPOSE_PROJECT_NAME:-invoices}" 2>/dev/null)" ]]
}

# The lock of infra/local/state.py is held while a stack runs.
local_stack_runs() { [[ -f "$state_dir/lock" ]] && ! flock --nonblock "$state_dir/lock" true; }

in_containers() {
  local run=(infra/compose.sh --progress quiet run --rm --no-deps -T) folder owner
  if [[ -n "${file:-}" ]]; then
    folder=$(dirname "$file")
    [[ -d "$folder" ]] || fail "There is no folder $folder."
    [[ "$task" == backup || -f "$file" ]] || fail "There is no file $file."
    owner="$(id -u):$(id -g)"
    # Root has no capabilities in there: it can use only what is its own.
    if [[ $EUID -eq 0 ]]; then owner=$(stat -c %u:%g "$([[ "$task" == backup ]] && echo "$folder" || echo "$file")"); fi
    run+=(--user "$owner" --volume "$folder:/backup")
    program+=("/backup/$(basename "$file")")
  fi
  exec "${run[@]}" dispatcher "${program[@]}"
}

here() {
  infra/setup.sh
  program[0]=.venv/bin/python
  exec .venv/bin/python -m infra.local exec -- "${program[@]}" ${file:+"$file"}
}

if [[ "${COMPOSE:-}" == 1 ]]; then
  containers_run || fail "No containers of this system run here: start them with \`make up\`."
  in_containers
elif [[ -n "${DATABASE_URL:-}${STATE_DIR:-}" ]]; then
  here
fi

if local_stack_runs; then beside="the stack in $state_dir"
elif grep -qs '^DATABASE_URL=.' .env; then beside="the DATABASE_URL of .env"
fi
if ! containers_run; then
  [[ -n "${beside:-}" ]] || fail "No system runs here. Start it with \`make up\` or \`make run\`, or name one:" \
    "DATABASE_URL= and the other stores' settings, or STATE_DIR= for a stack that does not run."
  here
fi
[[ -z "${beside:-}" ]] ||
  fail "There are the containers and $beside: COMPOSE=1 means the containers; DATABASE_URL= or STATE_DIR= the other."
in_containers
