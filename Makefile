# Needs Python 3.11 or later with venv, git and make; all else comes by pip.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint docs clean

# make demo REPO=/path/to/nova-specs runs on a clone of one's own.
demo: $(VENV)/installed
	@BIN="$(abspath $(BIN))" tools/demo.sh $(if $(REPO),"$(REPO)")

test: $(VENV)/tested
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict

docs: $(VENV)/installed
	$(BIN)/python -m tools.generate_docs

clean:
	rm -rf $(VENV) build dist specslint.egg-info
	rm -rf .tox .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	touch $@
