# Everything happens inside the clone: .venv holds the environment, pip's cache, temporary files and what the demo writes.
# A bare machine needs Python >= 3.11 with pip, and make. `make PYTHON=python3.12 demo` picks another Python.

PYTHON ?= python3
WORKERS ?= auto
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
INSIDE := $(CURDIR)/$(VENV)/inside

export TMPDIR := $(INSIDE)/tmp
export PIP_CACHE_DIR := $(INSIDE)/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# What the demo and the pictures may write (settings, local copies) stays here too, not in the home of whoever tries it.
OWN_HOME := XDG_CONFIG_HOME="$(INSIDE)/config" XDG_STATE_HOME="$(INSIDE)/state" \
            XDG_DATA_HOME="$(INSIDE)/data" XDG_CACHE_HOME="$(INSIDE)/cache"

# An environment made for a clone that has been moved since points at the old place: make it anew.
MADE_FOR := $(shell cat $(VENV)/inside/made-for 2>/dev/null)
ifneq ($(MADE_FOR),)
ifneq ($(MADE_FOR),$(CURDIR))
$(shell rm -rf $(VENV))
endif
endif

.PHONY: help demo test check lint style types tidy shots keys cold-start bench dist clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: $(VENV)/inside/app  ## open the sample board (sets everything up the first time)
	@$(OWN_HOME) $(PY) -m releaseboard demo

# One worker for each core, a file of tests stays on one; `make test PYTEST=tests/cli WORKERS=0` for a part, one by one.
test: $(VENV)/inside/dev  ## run all tests
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile $(PYTEST)

check: lint style types test  ## all that CI looks at

lint: $(VENV)/inside/dev  ## the linter
	@$(PY) -m ruff check .

style: $(VENV)/inside/dev  ## is everything formatted?
	@$(PY) -m ruff format --check .

types: $(VENV)/inside/dev  ## strict types
	@$(PY) -m mypy

tidy: $(VENV)/inside/dev  ## format, and mend what the linter can mend
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

shots: $(VENV)/inside/app  ## take the README's pictures anew
	@$(OWN_HOME) $(PY) docs/pictures/take.py

keys: $(VENV)/inside/app  ## write the README's table of keys from the registry of actions
	@$(PY) tests/support/keytable.py

cold-start: $(VENV)/inside/app  ## what `status` imports, dearest first
	@$(OWN_HOME) $(PY) -m benchmarks.cold_start

bench: $(VENV)/inside/app  ## measure against floors of the same run (minutes; a quiet machine)
	@missed=0; for part in status screen memory forecast edits torture; do $(OWN_HOME) $(PY) -m benchmarks.$$part || missed=1; done; exit $$missed

dist: $(VENV)/inside/dev  ## build the wheel and the source archive into dist/
	@$(PY) -m build --no-isolation

clean:  ## remove what make made
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# -- setting up ----------------------------------------------------------------------------------------------------

$(VENV)/inside/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "releaseboard needs Python 3.11 or newer, $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
	       "Name another: make PYTHON=python3.12 demo" >&2; exit 1; }
	@echo "Setting up $(VENV) (once) ..."
	@$(PY) -m pip --version >/dev/null 2>&1 || .ci/make-venv $(PYTHON) $(VENV)
	@mkdir -p $(VENV)/inside/tmp $(VENV)/inside/pip
	@printf '%s' "$(CURDIR)" > $(VENV)/inside/made-for
	@touch $@

$(VENV)/inside/app: $(VENV)/inside/python pyproject.toml
	@$(PY) -m pip install --quiet --editable .
	@touch $@

$(VENV)/inside/dev: $(VENV)/inside/app .ci/group.py
	@$(PY) .ci/group.py dev > $(VENV)/inside/dev.txt
	@$(PY) -m pip install --quiet --requirement $(VENV)/inside/dev.txt
	@touch $@
