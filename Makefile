# Two commands: `make run` and `make test`. Everything they need comes from the package registries, by the locks.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SOURCES := $(shell find analyzer api cypher -not -name '*.pyc' -not -name __pycache__) pyproject.toml README.md LICENSE
OURS := analyzer api tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help run test coverage check prove bench docs lock audit-locks clean

help: ## List the commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/installed ## Start everything and serve the example on http://127.0.0.1:8000/graphql; ARGS="--port 8001" for another port.
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/alignment serve $(ARGS)

# Tests that watch the clock run alone. The others share two cores, each half on a Neo4j of its own.
test: check ## Everything that CI runs: style, types, layers, tests on a real Neo4j.
	$(if $(ARGS),,$(BIN)/pytest -m clock)
	$(BIN)/pytest --numprocesses $(if $(ALIGNMENT_TEST_NEO4J_URI),0,2) --dist loadfile --no-loadscope-reorder $(if $(ARGS),$(ARGS),-m 'not clock')

coverage: $(VENV)/dev $(VENV)/installed ## The tests once more, and which lines and branches they pass.
	$(BIN)/pytest --cov --cov-report=term:skip-covered $(ARGS)

check: $(VENV)/dev $(VENV)/installed
	$(BIN)/ruff check $(OURS)
	$(BIN)/ruff format --check $(OURS)
	$(BIN)/mypy
	$(BIN)/lint-imports

prove: $(VENV)/dev $(VENV)/installed ## The long form of the property tests.
	ALIGNMENT_PROVE=1 $(BIN)/pytest $(ARGS)

bench: $(VENV)/dev $(VENV)/installed ## Measure beside bare statements and full audits; ARGS="--goals 1000 10000" SCENARIOS="--goals 100000 --scenarios 1000".
	$(BIN)/python benchmarks/run.py $(ARGS)
	$(BIN)/python benchmarks/refresh.py $(ARGS)
	$(BIN)/python benchmarks/outlook.py $(ARGS)
	$(BIN)/python benchmarks/scenarios.py $(SCENARIOS)
	$(BIN)/python benchmarks/remedies.py
	$(BIN)/python benchmarks/views.py

docs: $(VENV)/dev $(VENV)/installed ## Write what is generated: the list of rules, the GraphQL schema.
	$(BIN)/python docs/generate.py

lock: $(VENV)/dev ## Write the locks anew; they hold hashes and no addresses.
	$(BIN)/uv pip compile $(LOCKED) --group build -o requirements.lock
	$(BIN)/uv pip compile $(LOCKED) --group dev --constraint requirements.lock -o requirements-dev.lock

audit-locks: $(VENV)/dev ## Look up known vulnerabilities of everything in the locks.
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements-dev.lock

clean: ## Delete the environment and what the tools left behind; data and fetched jars stay.
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

LOCKED := pyproject.toml --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or later is needed: make PYTHON=/path/to/python3.11'; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/runtime: requirements.lock | $(VENV)/python
	$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/runtime
	$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

# The wheel is installed, not the checkout, so that what is tested is what is shipped.
$(VENV)/installed: $(SOURCES) $(VENV)/runtime
	$(PIP) install --no-deps --no-build-isolation --force-reinstall .
	@touch $@
