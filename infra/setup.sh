#!/usr/bin/env bash
# Brings a machine to the point where everything runs: system packages, the virtual environment, the web app's build.
# `infra/setup.sh tests` adds Chromium, Firefox, nginx and Dovecot, which only the tests need.
# Repeatable: what is done already is left alone, so that `make run` may call it each time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m%s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Debian's names. mariadb-*-core: the server's files without a system service. poppler-data: the character maps of PDFs
# whose Chinese, Japanese or Korean fonts are not inside.
apt_packages=(
  python3-venv
  mariadb-server-core mariadb-client-core
  tesseract-ocr tesseract-ocr-{eng,spa,deu,fra,por,ita,nld,osd}
  poppler-utils poppler-data
  fonts-liberation
)

# What those packages bring, for systems that have it from elsewhere.
programs=(mariadbd mariadb-install-db tesseract pdftoppm pdftotext pdfinfo)

apt_install() {
  local as_root=()
  [[ $EUID -eq 0 ]] || as_root=(sudo)
  say "Installing $*"
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -qq --yes --no-install-recommends "$@" >/dev/null
}

install_system_packages() {
  local missing=() package
  if command -v dpkg-query >/dev/null; then
    for package in "${apt_packages[@]}"; do
      [[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || missing+=("$package")
    done
    [[ ${#missing[@]} -eq 0 ]] && return
    if have_programs && (python) >/dev/null 2>&1; then return; fi
    [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null ||
      fail "Please run: sudo apt-get install --no-install-recommends ${missing[*]}"
    apt_install "${missing[@]}"
  elif ! have_programs; then
    fail "Please install MariaDB's server, Tesseract (eng spa deu fra por ita nld osd) and poppler's tools first."
  fi
}

install_test_programs() {
  command -v apt-get >/dev/null && [[ $EUID -eq 0 ]] || return 0
  if [[ -z "${CHROMIUM:-}" ]] && ! command -v chromium >/dev/null; then
    apt_install chromium ||
      say "Chromium could not be installed: the tests that need a browser are skipped."
  fi
  if [[ -z "${FIREFOX:-}" ]] && ! command -v firefox-esr >/dev/null; then
    apt_install firefox-esr ||
      say "Firefox could not be installed: the web app is tested in Chromium alone."
  fi
  # Only where packages start no service of their own, as in containers: nobody asked for a web or a mail server.
  if [[ -x /usr/sbin/policy-rc.d ]] && ! PATH="$PATH:/usr/sbin" command -v nginx >/dev/null; then
    apt_install nginx-light ||
      say "nginx could not be installed: the local web server alone is tested."
  fi
  if [[ -x /usr/sbin/policy-rc.d ]] && ! PATH="$PATH:/usr/sbin" command -v dovecot >/dev/null; then
    apt_install dovecot-imapd ||
      say "Dovecot could not be installed: taking in mails is not tested."
  fi
}

have_programs() {
  local program
  for program in "${programs[@]}"; do
    PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || return 1
  done
}

# An interpreter that can make a virtual environment: Debian's needs python3-venv for it.
python() {
  local candidate
  # The system's own before others of the same version: distributions build it with optimisations that version managers
  # leave out by default, and it takes two thirds of their time.
  for candidate in "${PYTHON:-}" /usr/bin/python3.11 python3.11 python3.12 python3.13 python3; do
    if [[ -n "$candidate" ]] && command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer with its module ensurepip is needed; PYTHON=/path/to/python3.11 names one."
}

install_python_packages() {
  [[ -x .venv/bin/python ]] || { say "Making .venv"; "$(python)" -m venv .venv; }
  # The lock file names every package with its hash; it is complete, so nothing is resolved (--no-deps).
  once .venv/requirements.sha256 requirements/dev.txt && return
  say "Installing Python packages"
  .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt
  remember .venv/requirements.sha256 requirements/dev.txt
}

build_web_app() {
  [[ -f frontend/package.json ]] || return 0
  if ! command -v node >/dev/null || (( $(node -p 'process.versions.node.split(".")[0]') < 20 )); then
    say "Node.js 20 or newer not found: the web app is not built; everything else works."
    return 0
  fi
  if ! once frontend/node_modules/.lock.sha256 frontend/package-lock.json; then
    say "Installing the web app's packages"
    # A registry's mirror may lack the parts for other systems, and a lock file made there is refused by `npm ci`;
    # `install --no-save` takes the same locked versions and leaves the file as it is.
    npm --prefix frontend ci --no-audit --no-fund --loglevel=silent ||
      npm --prefix frontend install --no-save --no-audit --no-fund --loglevel=error
    remember frontend/node_modules/.lock.sha256 frontend/package-lock.json
  fi
  export BASE_PATH="${BASE_PATH-$(sed -n 's/^BASE_PATH=//p' .env 2>/dev/null)}"
  if ! grep -qs "src=\"${BASE_PATH}/theme.js\"" frontend/dist/index.html ||
    [[ -n "$(find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune -o \
      -type f -newer frontend/dist/index.html -print -quit)" ]]; then
    say "Building the web app"
    mkdir -p .local
    npm --prefix frontend run --silent build >.local/web-build.log 2>&1 || { cat .local/web-build.log; return 1; }
    touch frontend/dist/index.html
  fi
}

once() { [[ -f "$1" && "$(cat "$1")" == "$(sha256sum <"$2")" ]]; }
remember() { sha256sum <"$2" >"$1"; }

# One at a time: two that install into the same folders break each other's files.
if command -v flock >/dev/null; then
  exec 9<infra/setup.sh
  flock 9
fi

install_system_packages
[[ "${1:-}" != tests ]] || install_test_programs
install_python_packages
build_web_app
