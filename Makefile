# The first target that needs it makes the environment from requirements.lock; nothing else has to be installed by hand.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made-from-lock
DEV := $(VENV)/.made-from-dev-lock
SHARED ?= ../shared
POOL ?= $(SHARED)/corpus/pool.jsonl.gz

.PHONY: run test check lint types contracts docs eval wheel train agreement bench fuzz lock clean help

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "bantin needs Python 3.11 or newer: make PYTHON=python3.11 run")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --editable .
	touch $@

$(DEV): $(STAMP) requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

run: $(STAMP)  ## extract the bundled samples, print what was found, load them into out/bantin.db
	$(BIN)/bantin extract corpus/samples -o out/records.jsonl --table
	$(BIN)/bantin load out/records.jsonl --db sqlite:///out/bantin.db

test: $(DEV)  ## the tests
	$(BIN)/python -m pytest -n auto

check: lint types contracts test docs eval wheel  ## everything that must hold before a change lands

lint: $(DEV)  ## style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)  ## strict types
	$(BIN)/mypy

contracts: $(DEV)  ## who may import whom
	$(BIN)/lint-imports

docs: $(DEV)  ## every command block of the docs runs and prints what it says
	$(BIN)/python -m pytest tests/docs -n 0

eval: $(DEV)  ## the scores against their floors
	$(BIN)/python -m tests.eval.gate

wheel: $(DEV)  ## the built wheel, in an empty environment outside the checkout
	bash tests/e2e/wheel.sh $(BIN)/python

train: $(DEV)  ## train the shipped models again from the labels (needs SHARED)
	$(BIN)/python -m corpus.training.names $(POOL)
	$(BIN)/python -m corpus.training.events $(POOL)

agreement: $(DEV)  ## how far the two readings of the labelled documents agree (needs SHARED)
	$(BIN)/python -m corpus.annotation.agreement $(POOL)

bench: $(DEV)  ## speed, start-up, memory and cost figures with their spread
	$(BIN)/python -m tests.bench

fuzz: $(DEV)  ## mutated documents, encodings, records and SQL against the whole program
	-$(PIP) --only-binary :all: atheris
	$(BIN)/python -m tests.fuzz.atheris_target -max_total_time=300
	$(BIN)/python -m tests.fuzz.run --count 100000

lock: $(DEV)  ## renew the lock files
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) --group dev --extra dask --extra s3 -o requirements-dev.lock
	$(LOCK) -c requirements-dev.lock -o requirements.lock

clean:  ## remove what was made
	rm -rf $(VENV) out dist build
