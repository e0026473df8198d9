# Thin names for the commands of the course. Each sets up what it needs.

# The newest Python that TensorFlow knows: what is valid on a student's is to be valid here.
NEWEST_PYTHON = $(shell for python in python3.13 python3.12 python3.11 python3.10 python3; do \
	$$python -c "import ensurepip, venv" 2>/dev/null && echo $$python && break; done)
PYTHON ?= $(or $(NEWEST_PYTHON),python3)
BIN := .venv/bin
# A module's fixtures are made once, since one process runs all of its tests.
PYTEST := $(BIN)/pytest --numprocesses 2 --dist loadfile
CLASS := $(addprefix tests/students/,written_differently.py half_done.py untouched.py)
# What a build reads.
COURSE := course.toml $(wildcard notebooks/*/*.py notebooks/*/*.txt notebooks/*/*/*.py \
	notebooks/*/figures/* notebooks/*/reference/* exercises/*/*.py exercises/*/*/*.py)

.PHONY: setup lock build demo check fairness lint test test-fast test-slow

setup: .venv/installed

# uv installs in half of pip's time or less. Where it cannot be had, or fails, pip does the same.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	command -v uv || $(BIN)/pip install --quiet uv || echo "uv cannot be had here; pip takes longer"
	PATH="$$PATH:$(BIN)" uv pip install --quiet --python .venv --compile-bytecode \
		--requirement requirements.lock || $(BIN)/pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

# After a change of the dependencies in pyproject.toml. What is locked stays, where it still fits.
lock:
	uv pip compile --quiet --universal --python-version 3.10 --extra test --no-annotate --no-header \
		pyproject.toml --output-file requirements.lock

# The gradebook is the last thing that a build writes.
gradebook.db: .venv/installed nbgrader_config.py $(wildcard autograder/build/*.py) \
		$(COURSE)
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
	PYTHONPATH=.:notebooks $(BIN)/lint-imports
	$(BIN)/mypy

# About a minute: what needs neither TensorFlow nor a sandbox.
test-fast: .venv/installed
	$(PYTEST) -m fast

# Some eleven minutes: something of every kind.
test: lint
	$(PYTEST) -m "not slow"

# Some half an hour: all answers, all attacks, all ways to come in broken, full trainings.
test-slow: .venv/installed
	$(PYTEST) -m slow
