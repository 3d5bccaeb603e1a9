# taskforce-bot. `make demo` and `make test` each work as the very first command on a machine that has
# Python 3.11, make and a package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test check bench lock clean

help: ## What can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

# The environment is made once, and anew whenever the pinned versions change.
$(VENV)/ready: requirements-dev.lock pyproject.toml
	@echo "Setting up $(VENV), once: a minute or two ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say which: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/ready ## A whole reporting month of Bắc Kạn against the local Telegram, under a minute
	@$(BIN)/taskforce-bot demo

test: $(VENV)/ready ## The tests
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile

check: $(VENV)/ready ## The whole gate: format, lint, types, layers, tests with branch coverage
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --cov --cov-report=term

bench: $(VENV)/ready ## Throughput, pace, start-up, memory, a year counted, documents; beside plain python-telegram-bot
	$(BIN)/python -m benchmarks

lock: $(VENV)/ready ## Pin the newest allowed versions (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--upgrade pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--upgrade --extra dev pyproject.toml --output-file requirements-dev.lock

clean: ## Remove what was made here
	rm -rf $(VENV) demo-output .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
