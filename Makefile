# make help lists the targets.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
SHELL := /bin/sh
# What Python has compiled is kept: everything that starts Gerai starts in half the time.
unexport PYTHONDONTWRITEBYTECODE

HOST ?= 127.0.0.1
PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin

# Run from / so that a version manager's .python-version doesn't hide a newer Python.
PYTHON ?= $(shell cd / && for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1); print(sys.executable)' 2>/dev/null && break; done)

# Stamps carry the content of what they stand for, so that a checkout never fools them.
content = $(shell cat $(1) 2>/dev/null | cksum | tr -d ' ')
RUN_STAMP := $(VENV)/.run-$(call content,requirements/build.txt requirements/run.txt pyproject.toml)
TEST_STAMP := $(VENV)/.test-$(call content,requirements/build.txt requirements/test.txt pyproject.toml)
NODE_STAMP := e2e/node_modules/.installed-$(call content,e2e/package-lock.json)
BENCH_STAMP := bench/node_modules/.installed-$(call content,bench/package-lock.json)

# Twice quiet: errors only. A machine's own pip settings may warn about every package.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check
# Tests and checks keep out of the data of a site that runs from this folder.
CHECK_DATA := $(or $(TMPDIR),/tmp)/gerai-checks-$(shell id -u)
# What to look at when the tests take too long.
SLOWEST := --durations 25 --durations-min 10
IN_CHECKS := env GERAI_DATA=$(CHECK_DATA) DJANGO_SETTINGS_MODULE=gerai.config.settings.test

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- run ---------------------------------------------------------------------------

.PHONY: run
run: $(RUN_STAMP) ## install, prepare, publish and serve the mall on http://127.0.0.1:8000 (HOST=, PORT=)
	@GERAI_BASE_URL=$${GERAI_BASE_URL:-http://$(if $(filter 0.0.0.0 ::,$(HOST)),127.0.0.1,$(HOST)):$(PORT)} \
		exec $(BIN)/gerai serve --prepare --content content/samarinda --host $(HOST) --port $(PORT)

.PHONY: install
install: $(RUN_STAMP) ## install what Gerai needs to run

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Gerai needs Python 3.11 or newer. Name one: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@cd / && "$(PYTHON)" -m venv "$(abspath $(VENV))" || { rm -rf "$(abspath $(VENV))"; \
		echo "$(PYTHON) can't make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(RUN_STAMP): | $(BIN)/python
	@echo "Installing what Gerai needs …"
	@$(PIP_INSTALL) --require-hashes -r requirements/build.txt -r requirements/run.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.run-* && touch $@

# --- test --------------------------------------------------------------------------

.PHONY: test
test: lint types unit browser ## install what the tests need and run all of them

$(TEST_STAMP): | $(BIN)/python
	@echo "Installing what the tests need …"
	@$(PIP_INSTALL) --require-hashes -r requirements/build.txt -r requirements/test.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.test-* && touch $@

.PHONY: lint
lint: $(TEST_STAMP) ## style, layers, templates, migrations, security settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src
	$(IN_CHECKS) $(BIN)/gerai makemigrations --check --dry-run
	env -u DJANGO_SETTINGS_MODULE GERAI_DATA=$(CHECK_DATA) GERAI_BASE_URL=https://mpp.example.go.id \
		$(BIN)/gerai check --deploy --fail-level WARNING --tag security --tag models --tag urls --tag templates

.PHONY: types
types: $(TEST_STAMP) ## mypy, strict
	$(IN_CHECKS) $(BIN)/mypy -p gerai -p e2e -p bench

# By file: what all tests of a file begin with is then made once. Files in the order of
# conftest.py, which begins with the longest.
.PHONY: unit
unit: $(TEST_STAMP) ## tests without a browser
	$(IN_CHECKS) $(BIN)/pytest src -n 2 --dist loadfile --no-loadscope-reorder $(SLOWEST)

.PHONY: browser
browser: $(TEST_STAMP) $(NODE_STAMP) ## tests in a real Chromium
	$(BIN)/pytest e2e -n 2 --dist loadfile --no-loadscope-reorder $(SLOWEST)

$(NODE_STAMP):
	@command -v npm >/dev/null || { echo "The browser tests need Node 20 with npm; .ci/run shows what to install." >&2; exit 1; }
	npm ci --prefix e2e --ignore-scripts
	@touch $@

# --- work --------------------------------------------------------------------------

.PHONY: format
format: $(TEST_STAMP) ## let the formatter and the safe fixes write
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: messages
messages: $(TEST_STAMP) ## collect strings into the catalogues and compile them (needs gettext)
	$(IN_CHECKS) $(BIN)/gerai messages --collect

.PHONY: migrations
migrations: $(TEST_STAMP) ## write migrations for changed models
	$(IN_CHECKS) $(BIN)/gerai makemigrations

.PHONY: manual
manual: $(TEST_STAMP) ## build the illustrated handbook in build/manual from the lessons and the running product
	$(BIN)/python -m e2e.manual

.PHONY: requirements
requirements: $(TEST_STAMP) ## pin the newest allowed packages
	scripts/pin-requirements $(BIN)/uv

# The time of the last commit, so that the same source gives the same bytes.
BUILD_TIME = $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null),1767225600)

.PHONY: package
package: $(TEST_STAMP) ## build the package into dist/; twice the same source, twice the same bytes
	$(IN_CHECKS) $(BIN)/gerai messages
	SOURCE_DATE_EPOCH=$(BUILD_TIME) $(BIN)/python -m hatchling build --directory dist

.PHONY: sbom
sbom: $(TEST_STAMP) ## write the bill of materials (CycloneDX) of a server, and the list of licences
	SOURCE_DATE_EPOCH=$(BUILD_TIME) $(BIN)/python scripts/sbom.py --licences --output dist/gerai.cdx.json

.PHONY: bench
bench: $(TEST_STAMP) $(NODE_STAMP) $(BENCH_STAMP) ## print the benchmark table
	$(BIN)/python -m bench

$(BENCH_STAMP):
	npm ci --prefix bench --ignore-scripts
	@touch $@

.PHONY: clean
clean: ## remove what was made, but not the site's data
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache e2e/node_modules bench/node_modules
