# Thin names for the commands of the course. `make demo` and `make test` set up all they need.

# The newest Python that TensorFlow knows: what is valid on a student's is to be valid here.
NEWEST_PYTHON = $(shell for python in python3.13 python3.12 python3.11 python3.10 python3; do \
	$$python -c "import ensurepip, venv" 2>/dev/null && echo $$python && break; done)
PYTHON ?= $(or $(NEWEST_PYTHON),python3)
BIN := .venv/bin
CLASS := $(addprefix tests/students/,written_differently.py half_done.py untouched.py)
MASTERS := $(wildcard notebooks/*/*.py notebooks/*/*.txt notebooks/*/figures/* notebooks/*/reference/*)

.PHONY: setup build demo check fairness test test-full lint

setup: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@

# The gradebook is the last thing that a build writes.
gradebook.db: .venv/installed nbgrader_config.py $(wildcard autograder/build/*.py) \
		$(MASTERS)
	$(BIN)/autograder build
	touch $@

build: gradebook.db

demo: gradebook.db
	$(BIN)/autograder submit $(CLASS)
	$(BIN)/nbgrader autograde autoencoders
	$(BIN)/nbgrader generate_feedback autoencoders
	$(BIN)/autograder report

check: .venv/installed
	$(BIN)/autograder check

fairness: build
	$(BIN)/autograder fairness

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

test: lint
	$(BIN)/pytest -m "not full"

test-full: .venv/installed
	$(BIN)/pytest -m full --numprocesses 2 --dist loadfile
