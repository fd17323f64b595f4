# The main job is `make queue`, its proof is `make test`. Both need Python 3.11+ and nothing else.
PYTHON ?= python3
TORCH_INDEX ?=
PORT ?= 8501
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: setup setup-test setup-soak queue test check soak bench docs clean

setup: .venv/.ready

setup-test: .venv/.ready-test

setup-soak: .venv/.ready-soak

queue: setup
	$(BIN)/moderation demo --port $(PORT)

# Two hundred processes start in a run, and each would compile the package anew. `worksteal` gives each worker a part of
# the tests in their order, so that few start a browser, a database server or a model; a third of the time of two would
# go by in waiting for those, so there are three.
test: export PYTHONDONTWRITEBYTECODE :=
test: setup-test
	$(BIN)/python -m pytest -n 3 --dist worksteal
	$(BIN)/python -m pytest rules

check: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_imports.py tests/test_docs.py
	$(BIN)/moderation rules check
	$(BIN)/python .ci/wheel.py

soak: setup-soak
	$(BIN)/python -m pytest -m soak tests
	$(BIN)/python .ci/wheel.py --pythons

bench: setup-test
	$(BIN)/python -m benchmarks

docs: setup-test
	$(BIN)/python docs/generate.py

clean:
	rm -rf .venv build dist *.egg-info

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "moderation needs Python 3.11 or newer; name one with: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/.ready: .venv/bin/python pyproject.toml constraints.txt
	@echo "setting up .venv"
	$(PIP) --editable .
	@touch $@

# torch comes first and by itself, so that TORCH_INDEX can name the build that is wanted.
.venv/.ready-test: .venv/.ready
	@echo "setting up what the tests need"
	$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch==2.13.0
	$(PIP) --editable '.[dev,detoxify,postgres]'
	sh .ci/browser
	@touch $@

# The engines are large (Spark alone 450 MB) and only the long tests start them.
.venv/.ready-soak: .venv/.ready-test
	@echo "setting up Dask, Spark and a notebook's kernel"
	$(PIP) --editable '.[dask,spark]' nbclient ipykernel
	@touch $@
