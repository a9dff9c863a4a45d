# Requires Python 3.11 or newer with venv, git and make; pip installs everything else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The tests of one file run in one process, because they share slow fixtures.
PARALLEL ?= -n auto --dist loadfile

.PHONY: demo check test test-slow lint docs oracle docs-oracle bench bench-editor fuzz mutants gate-oracle clean

# make demo REPO=/path/to/nova-specs runs on your own clone.
demo: $(VENV)/installed
	@BIN="$(abspath $(BIN))" tools/demo.sh $(if $(REPO),"$(REPO)")

# The unit tests, the examples of the rules, lint and types, in less than a minute.
check: $(VENV)/tested
	$(BIN)/python -m pytest -q $(PARALLEL) -m "not slow" tests/unit tests/rules
	$(MAKE) lint

test: $(VENV)/tested $(VENV)/oracle/installed
	$(BIN)/python -m pytest $(PARALLEL) -m "not slow" $(PYTEST_ARGS)

# The remaining tests: long runs over the history of nova-specs, fuzzing, growth.
test-slow: $(VENV)/tested $(VENV)/oracle/installed
	$(BIN)/python -m pytest $(PARALLEL) -m slow $(PYTEST_ARGS)

lint: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict

# A separate environment, because Sphinx restricts the version of docutils.
docs: $(VENV)/docs/installed
	$(VENV)/docs/bin/python -m tools.generate_docs
	$(VENV)/docs/bin/sphinx-build -W --keep-going -q -b html doc build/html

# An environment with Sphinx, whose results are compared with those of specslint.
oracle: $(VENV)/oracle/installed

# make docs-oracle REPO=/path/to/nova-specs COUNT=3000 SEED=1
docs-oracle: $(VENV)/installed $(VENV)/oracle/installed
	$(BIN)/python -m tools.docs_oracle $(VENV)/oracle/bin/python "$(REPO)" \
		$(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

# make bench BENCH_ARGS="--quick --rows 1,3"; with WRITE=1 it writes doc/benchmarks.rst.
bench:
	$(PYTHON) -m benchmarks $(if $(WRITE),--write) $(BENCH_ARGS)

# make bench-editor REPO=/path/to/nova-specs: the language server, as an editor meets it.
bench-editor: $(VENV)/tested
	$(BIN)/python -m benchmarks.editor "$(REPO)" $(BENCH_ARGS)

# make fuzz TARGETS=message,toml SECONDS=600 JOBS=2; RUNS=1000, SEED=2 and BLIND=1 are accepted too.
fuzz: $(VENV)/fuzz/installed
	$(VENV)/fuzz/bin/python -m tools.fuzz $(if $(TARGETS),--targets $(TARGETS)) \
		$(if $(RUNS),--runs $(RUNS)) $(if $(SECONDS),--seconds $(SECONDS)) \
		$(if $(SEED),--seed $(SEED)) $(if $(JOBS),--jobs $(JOBS)) $(if $(BLIND),--blind)

# make mutants PATHS=specslint/vcs SAMPLE=100 SEED=2 TESTS="tests/unit/test_vcs_git.py"; AGAIN=1
# tries only the mutants that survived the run before.
mutants: $(VENV)/mutants/installed
	nice -n 15 $(VENV)/mutants/bin/python -m tools.mutants $(PATHS) \
		$(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) \
		$(if $(TESTS),--tests $(TESTS)) $(if $(AGAIN),--again)

# Compares with nova-specs' own tests, which are next to the file in SPECSLINT_CORPUS.
# make gate-oracle TEXTS=20000 TREES=2000 SEED=2
gate-oracle: $(VENV)/tested
	$(BIN)/python -m tools.gate_oracle $(if $(TEXTS),--texts $(TEXTS)) \
		$(if $(TREES),--trees $(TREES)) $(if $(SEED),--seed $(SEED))

# The versions in OpenStack's constraints.
$(VENV)/oracle/installed: $(BIN)/python
	$(PYTHON) -m venv $(VENV)/oracle
	$(VENV)/oracle/bin/python -m pip install --quiet \
		Sphinx==9.0.4 docutils==0.21.2 Pygments==2.20.0
	touch $@

clean:
	rm -rf $(VENV) build dist specslint.egg-info
	rm -rf .tox .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/docs/installed: $(BIN)/python setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)/docs
	$(VENV)/docs/bin/python -m pip install --quiet --editable ".[docs]"
	touch $@

$(VENV)/fuzz/installed: $(BIN)/python setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)/fuzz
	$(VENV)/fuzz/bin/python -m pip install --quiet --editable ".[fuzz]"
	touch $@

$(VENV)/mutants/installed: $(BIN)/python setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)/mutants
	$(VENV)/mutants/bin/python -m pip install --quiet --editable ".[test,mutants]"
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	touch $@
