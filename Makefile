# `make` prints this help. Everything runs in .venv, which `make install` makes.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -q -n 2

.DEFAULT_GOAL := help
.PHONY: help install demo test check bench bench-clearing chaos shots rows reference messages context lock

help: ## print this help
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

.venv/.installed: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: .venv/.installed ## make .venv with the hansa command
	@$(BIN)/python tools/messages.py compile

demo: install ## build both leagues and serve their pages
	$(BIN)/hansa demo

test: install ## run the suite on SQLite, then on PostgreSQL
	$(PYTEST)
	$(BIN)/python tools/with_postgres.py $(PYTEST) -m "not browser and not folders and not office"

check: install ## lint, types, borders, translations, documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	$(BIN)/codespell src docs tools tests *.md
	$(BIN)/validate-pyproject pyproject.toml
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/rows.py --check
	$(BIN)/python tools/reference.py --check

bench: install ## measure, side by side
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.duties
	$(BIN)/python -m benchmarks.search

bench-clearing: install ## clear 1 and 10 million taps by Hansa and by its peers
	$(BIN)/python -m benchmarks.clearing

chaos: install ## run the long random suites at full size
	HANSA_CHAOS=1 $(PYTEST) -m chaos

shots: install ## take pictures of every page into var/shots
	$(BIN)/python -m tools.shots $(only)

rows: install ## write docs/reference/rows.md: every row and its tests
	$(BIN)/python tools/rows.py

reference: install ## write docs/reference/ from the code
	$(BIN)/python tools/reference.py

messages: install ## gather the texts to translate, and compile what is translated
	$(BIN)/python tools/messages.py update

context: install ## make context name=x: write the folder of a new context
	$(BIN)/python tools/context.py $(name)

lock: ## compile the locked requirements anew
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra dev -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt
