# Two commands for a fresh machine: `make demo` and `make test`. Everything else is for development.

VENV   ?= .venv
DATA   ?= ../shared/data
PYTHON ?= python3
PIP    := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
RUN    := $(VENV)/bin

.PHONY: help demo test lint format real bench clean

help:
	@echo "make demo    build the Vietnamese samples into releases/ (light install, no torch)"
	@echo "make test    run all tests (full install)"
	@echo "make lint    style, format and types"
	@echo "make format  format the code"
	@echo "make real    build over real data in DATA=$(DATA)"
	@echo "make bench   run the benchmarks"
	@echo "make clean   remove the environment, builds and releases"

demo: $(VENV)/.light
	@echo "==> babelwright build --lang vi --offline"
	@$(RUN)/babelwright build --lang vi --offline

test: $(VENV)/.full
	@echo "==> running the tests"
	@$(RUN)/python -m pytest -n 2

lint: $(VENV)/.full
	@echo "==> style, format, types"
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/mypy

format: $(VENV)/.full
	@$(RUN)/ruff check --fix .
	@$(RUN)/ruff format .

real: $(VENV)/.light
	@if [ -d "$(DATA)" ]; then \
	  echo "==> building bench/real.toml over $(DATA)"; \
	  $(RUN)/babelwright build --catalog bench/real.toml --data "$(DATA)" --out releases/real; \
	else \
	  echo "skipped: there is no folder $(DATA); bench/README.md says what belongs there (DATA=...)"; \
	fi

bench: $(VENV)/.full
	@$(RUN)/python bench/checks.py

clean:
	rm -rf $(VENV) .babelwright releases

# An environment is made once; a changed requirement brings it up to date.
$(VENV)/bin/python:
	@echo "==> making the environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.light: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "==> installing babelwright, the light install (about 700 MB, no torch)"
	@$(PIP) -e '.[l10n]'
	@touch $@

$(VENV)/.full: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "==> installing babelwright with all extras (about 2.5 GB, torch for CPU)"
	@$(PIP) torch==2.13.0 $$($(PYTHON) ci/torch_index.py)
	@$(PIP) -e '.[all,dev]'
	@touch $@ $(VENV)/.light
