# `make help` lists what can be done. Settings are environment variables: see .env.example.

SHELL := /bin/bash
PY := .venv/bin/python
CODE := functions shared infra migrations samples clients tests
LOCKED := functions/upload functions/ocr functions/extract functions/api

.DEFAULT_GOAL := help
.PHONY: help setup test-n8n test-setup demo run stop status test unit e2e screens openapi check lint bench bench-scale chaos test-compose load lanes upgrade-load evaluate \
  train training-data calibrate up down migrate recount relearn reindex api-key backup restore sbom audit licences fuzz requirements samples

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  \033[1m%-13s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing: system packages, .venv, the web app's build
	@infra/setup.sh

test-setup: # Chromium, Firefox, nginx and Dovecot for the tests, where they can be installed
	@infra/setup.sh tests

demo: setup ## process the samples with the whole system and show the results; about a minute
	@$(PY) -m infra.local demo

run: setup ## run the whole system until Ctrl-C; options: PORT=8010 WEB_PORT=5173 STATE_DIR=.local
	@exec $(PY) -m infra.local run

stop: ## stop what `make run` started (STATE_DIR= for another one)
	@$(PY) -m infra.local stop

status: ## show what runs, and where
	@$(PY) -m infra.local status

# Two workers, each with its own servers; the tests of a file run on one worker, since they share a stack.
PYTEST_ARGS ?= -n 2 --dist loadfile

test: test-setup ## run every test, the web app's unit tests first; PYTEST_ARGS= selects
	@if [ -d frontend/node_modules ]; then npm --prefix frontend run --silent test; fi
	@$(PY) -m pytest $(PYTEST_ARGS)

unit: setup ## run the tests that need no server and no program, in under a minute
	@$(PY) -m pytest -n 2 -m "not servers and not long" tests/unit tests/contract

e2e: test-setup ## test the web app in Chromium and Firefox against a whole stack
	@$(PY) -m tests.e2e && $(PY) -m tests.e2e.signed_in && $(PY) -m tests.e2e.firefox

screens: test-setup ## take the screenshots of docs/screens on the samples
	@$(PY) -m tests.e2e.screens

openapi: setup ## generate docs/openapi.json, errors.md and findings.md, and from the first the Python client and the web app's types
	@$(PY) -m functions.api.openapi
	@$(PY) clients/python/generate.py
	@npm --prefix frontend run --silent api:types

lint: setup ## check style, types, architecture, Dockerfiles, compose file
	$(PY) -m ruff check $(CODE)
	$(PY) -m ruff format --check $(CODE)
	$(PY) -m mypy $(CODE)
	.venv/bin/lint-imports
	$(PY) -m functions.api.openapi --check
	$(PY) clients/python/generate.py --check
	$(PY) -m infra.nginx --check
	.venv/bin/hadolint infra/*.Dockerfile
	.venv/bin/hadolint --ignore DL3006 --ignore DL3008 tests/compose/bases/*.Dockerfile
	@if [ -f frontend/package.json ] && [ -d frontend/node_modules ]; then \
	  npm --prefix frontend run lint && npm --prefix frontend run lint:api && npm --prefix frontend run typecheck; fi

check: lint test ## everything that a change must pass: lint and test

bench: setup ## measure speed and memory, also beside Celery: ARGS="--without-celery"
	@$(PY) -m tests.benchmarks $(ARGS)

bench-scale: setup ## measure every read of the API with ROWS=1000000 invoices: STATE_DIR= keeps them, ARGS="--serve" stays
	@$(PY) -m tests.benchmarks.scale --rows $(or $(ROWS),1000000) $(if $(STATE_DIR),--state-dir $(STATE_DIR)) $(ARGS)

chaos: setup ## kill, freeze and restart programs while 300 documents are processed: ARGS="--seed 2"; 10 minutes
	@$(PY) -m pytest -m long tests/chaos
	@$(PY) -m tests.chaos --documents 300 $(ARGS)

test-compose: setup ## check the stack in containers on a Docker engine, its own one if there is none: ARGS="--keep"; 20 minutes
	@$(PY) -m tests.compose $(ARGS)

test-n8n: setup ## run workflows with the node of clients/n8n in a real n8n from npm (3 GB): ARGS="--folder FOLDER"; 20 minutes, 3 again
	@PYTHONPATH=.:clients/python/src $(PY) -m tests.n8n $(ARGS)

load: setup ## upload three times faster than documents can be read: ARGS="--seconds 60"; 10 minutes
	@$(PY) -m pytest -m long tests/load/test_overload.py
	@$(PY) -m tests.load --seconds 300 $(ARGS)

lanes: setup ## who waits behind whose scans: ARGS="--scans 24 --waiting 500"; 10 minutes
	@$(PY) -m pytest -m long tests/load/test_lanes.py
	@$(PY) -m tests.load.lanes $(ARGS)

upgrade-load: setup ## who waits how long while the documents of ROWS=1000000 invoices move to a table of their own
	@$(PY) -m pytest -m long tests/integration/test_migrations.py
	@$(PY) -m tests.load.upgrade --rows $(or $(ROWS),1000000) $(if $(STATE_DIR),--state-dir $(STATE_DIR)) $(ARGS)

evaluate: setup ## measure extraction on labelled documents: DATA=folder [ARGS="--compare old.json"] [ARGS=--memory]
	@test -n "$(DATA)" || { echo "DATA=folder with documents and their *.truth.json is needed"; exit 2; }
	@$(PY) -m tests.evaluation $(DATA) $(ARGS)

train: setup ## fit the rankers of the local extractor and write their weights: DATA=folder [GENERATED=folder]
	@$(PY) -m tests.evaluation.train $(or $(DATA),$(error DATA=folder with labelled documents is needed)) \
	  $(if $(GENERATED),--generated $(GENERATED)) --write $(ARGS)

training-data: setup ## make labelled documents, outside the repository: OUT=folder [COUNT=2000] [SEED=1] [ARGS="--year 60"]
	@$(PY) -m tests.evaluation.training_data $(or $(OUT),$(error OUT=folder is needed)) \
	  --count $(or $(COUNT),2000) --seed $(or $(SEED),1) $(ARGS)

calibrate: setup ## fit the confidence of the local extractor on labelled documents and write it: DATA=folder
	@$(PY) -m tests.evaluation.calibrate $(or $(DATA),$(error DATA=folder with labelled documents is needed)) --write $(ARGS)

up: ## start the stack in containers (needs Docker, and .env made from .env.example)
	@infra/up.sh

down: ## stop the containers; the data stays in its volumes
	infra/compose.sh down

migrate: ## migrate the database of the running stack, of the containers (COMPOSE=1), or of DATABASE_URL
	@infra/operate.sh migrate

recount: ## count the figures of summary, totals and statistics anew and repair them, while the system runs
	@infra/operate.sh recount

relearn: ## make sellers, and what confirmed invoices teach of them, anew while the system runs
	@infra/operate.sh relearn

reindex: ## make the full-text index of `q=` and `search=` anew from invoices and their texts, while the system runs
	@infra/operate.sh reindex

api-key: ## create an API key and print it once: NAME=who ROLE=viewer|uploader|reviewer|admin
	@infra/operate.sh api-key "$(NAME)" "$(ROLE)"

backup: ## save database and files to one archive: FILE=backup.tar
	@infra/operate.sh backup "$(FILE)"

restore: ## load an archive into an empty system: FILE=backup.tar
	@infra/operate.sh restore "$(FILE)"

sbom: setup ## write bills of materials (CycloneDX) of each function and of the web app to .local/sbom
	@mkdir -p .local/sbom
	@for part in $(LOCKED); do \
	  .venv/bin/cyclonedx-py requirements $$part/requirements.txt --output-file .local/sbom/$$(basename $$part).json; done
	@if [ -d frontend/node_modules ]; then (cd frontend && npm sbom --sbom-format cyclonedx --omit dev) \
	  > .local/sbom/frontend.json || { rm .local/sbom/frontend.json; exit 1; }; fi
	@ls .local/sbom

audit: setup ## list known vulnerabilities of the locked packages, as far as the registries answer
	@mkdir -p .local
	@.venv/bin/pip-audit --requirement requirements/dev.txt --disable-pip --no-deps --progress-spinner off \
	  --desc off > .local/audit.txt 2>&1; echo "pip-audit: exit code $$?"; \
	  echo "$$(grep -c 'could not be audited' .local/audit.txt) packages were not known to the service"; \
	  grep -v 'could not be audited' .local/audit.txt | head -40 || true
	@if [ -d frontend/node_modules ]; then npm --prefix frontend audit --omit dev || \
	  echo "npm audit: vulnerabilities were found, or the registry does not answer (see above)"; fi

licences: setup ## list the licence of every package that the images install
	@$(PY) -m tests.security.licences

fuzz: setup ## search for inputs that break a parser or a property: SECONDS=60 for each [TARGET=einvoice]
	@$(PY) -m tests.fuzz --seconds $(or $(SECONDS),60) $(if $(TARGET),--target $(TARGET))

samples: setup ## generate the samples again
	@$(PY) -m samples.make

COMPILE := .venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --universal \
  --python-version 3.11 --custom-compile-command 'make requirements'

requirements: ## lock the packages: every requirements.in to its requirements.txt, with the same versions everywhere
	$(COMPILE) requirements/dev.in --output-file requirements/dev.txt $(UPGRADE)
	for part in $(LOCKED); do \
	  $(COMPILE) $$part/requirements.in --constraint requirements/dev.txt --output-file $$part/requirements.txt; done
	$(COMPILE) requirements/dispatcher.in --constraint requirements/dev.txt --output-file requirements/dispatcher.txt
	$(COMPILE) tests/benchmarks/celery/requirements.in --constraint requirements/dev.txt \
	  --output-file tests/benchmarks/celery/requirements.txt
