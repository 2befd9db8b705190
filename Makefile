# make run and make test set up everything they need.
PYTHON ?= python3
VENV_PYTHON = .venv/bin/python
PYTEST_ARGS ?=

.PHONY: setup run test check format benchmark

setup:            ## the virtual environment with the locked packages
	@$(PYTHON) tools/bootstrap.py

run: setup        ## open the web app
	@$(VENV_PYTHON) -m rag run

test:             ## everything that CI runs
	@$(PYTHON) tools/bootstrap.py --browser
	@$(MAKE) --no-print-directory check
	@$(VENV_PYTHON) -m pytest $(PYTEST_ARGS)

check:            ## format, lint, types
	@$(VENV_PYTHON) -m ruff format --check -q .
	@$(VENV_PYTHON) -m ruff check -q .
	@$(VENV_PYTHON) -m mypy --no-error-summary

format: setup     ## mend what can be mended
	@$(VENV_PYTHON) -m ruff format -q .
	@$(VENV_PYTHON) -m ruff check -q --fix .

benchmark: setup  ## retrieval beside its reference (needs --shared-data, see benchmarks/README.md)
	@$(VENV_PYTHON) benchmarks/retrieval.py $(BENCH_ARGS)
