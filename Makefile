# make run and make test set up everything they need.
PYTHON ?= python3
VENV_PYTHON = .venv/bin/python
PYTEST_ARGS ?=
unexport PYTHONDONTWRITEBYTECODE  # every process would compile all sources again: 0.5 s each

.PHONY: setup run test check style types suite format benchmark bench-retrieval bench-job bench-start bench-ingest bench-torture bench-facts bench-large bench-questions bench-robustness soak

setup:            ## the virtual environment with the locked packages
	@$(PYTHON) tools/bootstrap.py

run: setup        ## open the web app
	@$(VENV_PYTHON) -m rag run

test:             ## everything that CI runs
	@$(PYTHON) tools/bootstrap.py --test-programs
	@$(MAKE) --no-print-directory style
	@$(MAKE) --no-print-directory -j2 types suite

check: style types  ## format, lint, types

style:
	@$(VENV_PYTHON) -m ruff format --check -q .
	@$(VENV_PYTHON) -m ruff check -q .

types:            # one process: beside the tests it costs no time of its own
	@$(VENV_PYTHON) -m mypy --no-error-summary

suite:
	@$(VENV_PYTHON) -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

format: setup     ## mend what can be mended
	@$(VENV_PYTHON) -m ruff format -q .
	@$(VENV_PYTHON) -m ruff check -q --fix .

benchmark: bench-retrieval

bench-retrieval: setup  ## search beside its references: BENCH_ARGS="--dataset DIR", see benchmarks/README.md
	@$(VENV_PYTHON) benchmarks/retrieval.py $(BENCH_ARGS)

bench-job: setup  ## the whole job without a language model: BENCH_ARGS=DIR, or the sample company's papers
	@$(VENV_PYTHON) -m benchmarks.job $(BENCH_ARGS)

bench-start: setup  ## from the start of the server to health, first page and full search
	@$(VENV_PYTHON) -m benchmarks.start $(BENCH_ARGS)

bench-ingest: setup  ## taking documents in beside LangChain and LlamaIndex: BENCH_ARGS="DIR…", see benchmarks/README.md
	@$(VENV_PYTHON) -m benchmarks.ingest $(BENCH_ARGS)

bench-large: setup  ## 2,000 files, or one PDF of many pages: BENCH_ARGS="--pages 5000"
	@$(VENV_PYTHON) -m benchmarks.large $(BENCH_ARGS)

bench-torture: setup  ## odd and hostile files beside the plain libraries: BENCH_ARGS=DIR
	@$(VENV_PYTHON) benchmarks/torture.py $(BENCH_ARGS)

bench-questions: setup  ## golden questions over folders: BENCH_ARGS="DIR QUESTIONS.yaml …"
	@$(VENV_PYTHON) -m benchmarks.questions $(BENCH_ARGS)

bench-facts: setup  ## known facts among the first five passages: BENCH_ARGS="DIR FACTS.tsv"
	@$(VENV_PYTHON) benchmarks/facts_found.py $(BENCH_ARGS)

bench-robustness: setup  ## what the recommendation hangs on: simpler engines, noise, constants, left-out attributes
	@$(VENV_PYTHON) -m benchmarks.robustness $(BENCH_ARGS)

soak: setup       ## kill -9 at random moments of taking in 200 files, the record checked after each
	@$(VENV_PYTHON) benchmarks/kill.py $(BENCH_ARGS)
