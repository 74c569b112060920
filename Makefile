# Two commands do everything: `make run` and `make test`. Both set themselves up.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv pip
# Hashed locks only, and nothing resolved here; so a set-up is the same everywhere.
SYNC   := $(UV) install --quiet --python $(BIN)/python --require-hashes --no-deps

.PHONY: help run test test-browser test-killing pictures check bench lock clean distclean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: $(VENV)/run.stamp ## Set up, and run the main job on the sample news
	@$(BIN)/newsledger tour

test: $(VENV)/dev.stamp ## Set up, and run every test, on SQLite and on a real PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist loadfile

test-browser: $(VENV)/dev.stamp ## Drive the UI, explore and the report in a real browser (needs chromium)
	@$(BIN)/python -m pytest -m browser

test-killing: $(VENV)/dev.stamp ## Kill what `newsledger up` runs, and see it start again (some minutes)
	@$(BIN)/python -m pytest -m killing

pictures: $(VENV)/dev.stamp ## Make the screenshots of the guide anew (needs chromium)
	@NEWSLEDGER_PICTURES=docs/images $(BIN)/python -m pytest -m browser

check: $(VENV)/dev.stamp ## Lint, types, import contracts, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m storage.migrations.check

bench: $(VENV)/dev.stamp ## Measure: write path, orchestration, and what ../shared allows
	@$(BIN)/python -m benchmarks

lock: $(VENV)/setup.stamp ## Resolve the locks anew from pyproject.toml
	@$(UV) compile $(LOCK) --group setup -o requirements-setup.lock
	@$(UV) compile $(LOCK) pyproject.toml --group setup -o requirements.lock
	@$(UV) compile $(LOCK) pyproject.toml --all-extras --group setup --group dev -o requirements-dev.lock

clean: ## Remove what was made here, but not the ledger
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate

$(VENV)/setup.stamp: requirements-setup.lock
	@echo "Setting up in $(VENV) (once) ..."
	@$(PYTHON) -c 'import sys; sys.exit("newsledger needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Set PYTHON=python3.12, say." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.lock
	@touch $@

$(VENV)/run.stamp: $(VENV)/setup.stamp requirements.lock pyproject.toml
	@$(SYNC) -r requirements.lock
	@$(UV) install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	@$(SYNC) -r requirements-dev.lock
	@touch $@
