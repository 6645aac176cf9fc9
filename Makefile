# `make run` and `make test` do all their own set-up, in .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/ready
# Four at least, also on two processors: many tests wait for processes of their own.
WORKERS = $(shell $(PYTHON) -c 'import os; print(max(4, os.cpu_count() or 1))')

.PHONY: run test check lint types imports postgresql chromium lock clean

run: $(READY)  ## the real bot when TELEGRAM_BOT_TOKEN is set, else the rehearsal on local parts
ifdef TELEGRAM_BOT_TOKEN
	$(BIN)/kopa run
else
	$(BIN)/kopa rehearse
endif

test: $(READY) postgresql chromium  ## all tests; says why where some cannot be run here
	$(BIN)/pytest -n $(WORKERS) -q

check: lint types imports test  ## all that CI holds us to

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say which with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || \
		{ echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

postgresql:  ## the programs that the tests of the store need, where they can be had
	@.ci/postgresql

chromium:  ## the browser that the studio is tested in, where it can be had
	@.ci/chromium

lock:  ## write the locks anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra charts --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet -o requirements.txt
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet -o requirements-dev.txt

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
