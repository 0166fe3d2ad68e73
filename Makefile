# `make ask` and `make test` set everything up by themselves; they need only Python 3.11 to 3.13 with venv.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header

A ?= KAZ
B ?= RUS

.PHONY: ask test lint audit format docs bench validation lock clean

ask: $(VENV)/.runtime
	$(BIN)/leeway ask $(A) $(B)

test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict src
	$(BIN)/lint-imports

audit: $(VENV)/.dev
	$(BIN)/pip-audit --requirement requirements.lock --no-deps --disable-pip --progress-spinner off

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/.dev
	$(BIN)/python -m sphinx -W -b html docs build/docs

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks.positions
	$(BIN)/python -m benchmarks.trade.scale
	$(BIN)/python -m benchmarks.events load

validation: $(VENV)/.dev
	$(BIN)/python -m benchmarks.validation --write
	$(BIN)/python -m benchmarks.ties --write
	$(BIN)/python -m benchmarks.trade --write
	$(BIN)/python -m benchmarks.events --write
	$(BIN)/python -m benchmarks.verdict --write
	$(BIN)/python -m benchmarks.reading --write
	$(BIN)/python -m benchmarks.faces --write
	$(BIN)/python -m benchmarks.pages --write
	$(BIN)/python -m benchmarks.notebooks --write

lock: $(VENV)/.lock
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) build dist src/*.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) and "Leeway needs Python 3.11 to 3.13; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --requirement requirements.lock
	$(PIP) --no-deps --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(PIP) --requirement requirements-dev.lock
	touch $@

$(VENV)/.bench: $(VENV)/.dev
	$(PIP) --editable '.[bench]' --constraint requirements-dev.lock
	touch $@

$(VENV)/.lock: $(VENV)/.dev
	$(PIP) 'uv>=0.5'
	touch $@
