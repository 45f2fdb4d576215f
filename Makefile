# The first target that needs it makes the environment from requirements.lock; nothing else has to be installed by hand.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made-from-lock
SHARED ?= ../shared
POOL ?= $(SHARED)/corpus/pool.jsonl.gz

.PHONY: run test check lint types contracts docs eval wheel train agreement lock clean help

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "bantin needs Python 3.11 or newer: make PYTHON=python3.11 run")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

run: $(STAMP)  ## extract the bundled samples into out/records.jsonl and print what was found
	$(BIN)/bantin extract corpus/samples -o out/records.jsonl --table

test: $(STAMP)  ## the tests
	$(BIN)/python -m pytest -n auto

check: lint types contracts test docs eval wheel  ## everything that must hold before a change lands

lint: $(STAMP)  ## style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)  ## strict types
	$(BIN)/mypy

contracts: $(STAMP)  ## who may import whom
	$(BIN)/lint-imports

docs: $(STAMP)  ## every command block of the docs runs and prints what it says
	$(BIN)/python -m pytest tests/docs -n 0

eval: $(STAMP)  ## the scores against their floors
	$(BIN)/python -m tests.eval.gate

wheel: $(STAMP)  ## the built wheel, in an empty environment outside the checkout
	bash tests/e2e/wheel.sh $(BIN)/python

train: $(STAMP)  ## train the shipped models again from the labels (needs SHARED)
	$(BIN)/python -m corpus.training.names $(POOL)
	$(BIN)/python -m corpus.training.events $(POOL)

agreement: $(STAMP)  ## how far the two readings of the labelled documents agree (needs SHARED)
	$(BIN)/python -m corpus.annotation.agreement $(POOL)

lock: $(STAMP)  ## renew requirements.lock
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o requirements.lock

clean:  ## remove what was made
	rm -rf $(VENV) out dist build
