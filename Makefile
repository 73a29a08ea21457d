# Everything a person does with this checkout. Each command sets up what it needs; what is done
# already is noted by files under .make and not done again. `make help` lists the commands.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# A Python of 3.11 or newer that can make an environment; PYTHON=... chooses another.
PYTHON ?= $(shell for one in python3 python3.11 python3.12 python3.13 python3.14; do \
	"$$one" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$one" && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TEST_PROCESSES ?= 2

.PHONY: help setup demo serve test test-debian check format bench rows messages doctor npm lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# -- Setting up ------------------------------------------------------------------------------

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Gege needs Python 3.11 or newer with venv (Debian: python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.make/runtime: requirements.txt pyproject.toml .venv/bin/python
	@mkdir -p .make
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.make/dev: requirements-dev.txt .make/runtime
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

.make/npm: requirements-node.txt .venv/bin/python
	@mkdir -p .make
	$(PIP) --require-hashes -r requirements-node.txt
	@touch $@

.make/parts: package.json package-lock.json gege/config/browser_parts.py .make/runtime
	@command -v npm > /dev/null || $(MAKE) --no-print-directory .make/npm
	$(BIN)/python tools/browser_parts.py
	@touch $@

.make/chromium: tools/chromium.py .make/runtime
	$(BIN)/python tools/chromium.py
	@touch $@

.make/kannel: tools/kannel.py .make/runtime
	$(BIN)/python tools/kannel.py
	@touch $@

setup: .make/runtime .make/parts ## set up what running needs: packages, browser parts, messages
	@$(BIN)/python -m gege.config.catalogues

npm: .make/npm ## fetch npm itself, for a machine without Node

# -- Running ---------------------------------------------------------------------------------

demo: setup ## set up a made-up county and serve it on http://127.0.0.1:8000 (PORT=... changes it)
	@$(BIN)/gege demo

serve: setup ## serve this installation
	@$(BIN)/gege serve

doctor: setup ## tell what is wrong with this installation and how to mend it
	@$(BIN)/gege doctor

# -- Working on it ---------------------------------------------------------------------------

# Bytecode is kept, whatever the environment says: else each process of the tests compiles all anew.
test test-debian: export PYTHONDONTWRITEBYTECODE :=

test: setup .make/dev .make/chromium .make/kannel ## run every test, with a real PostgreSQL and a browser
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist worksteal

test-debian: setup .make/dev .make/chromium .make/kannel ## run every test on Debian's PostgreSQL 15
	$(BIN)/python tools/debian_cluster.py --version 15 -- $(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist worksteal

check: setup .make/dev ## formatting, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .make/dev ## format the code and mend what the lint can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup .make/dev ## measure speed, as ratios in one run
	$(BIN)/python -m bench

rows: .make/runtime ## print the requirement rows with their tests
	@$(BIN)/python tools/rows.py

messages: .make/dev ## collect the texts of every room, compile them, list those without Chinese
	$(BIN)/python tools/messages.py collect

lock: .venv/bin/python ## lock the packages anew after a change in pyproject.toml
	$(BIN)/python tools/lock.py
	npm install --package-lock-only --ignore-scripts --no-audit --no-fund

clean: ## remove what set-up made; data in .gege stay
	rm -rf .make .venv gege/desk/static/vendor build dist *.egg-info
	find gege -name '*.mo' -delete
