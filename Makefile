# make graph   build the graph and write the page graph.html
# make test    everything that must hold: lint, types, tests in a real browser, the data itself
# make bench   the speed claims, each beside its peer
PYTHON ?= python3
BIN := .venv/bin

.PHONY: graph test lint bench lock clean

graph: .venv/run
	$(BIN)/python visualize.py

test: .venv/dev lint
	tests/install-browser.sh
	$(BIN)/python -m pytest
	$(BIN)/kg check $(if $(wildcard ../shared/articles),--strict --articles ../shared/articles)

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/dev
	$(BIN)/python bench/run.py

lock: .venv/dev
	$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --extra bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url -c requirements.lock -o requirements-dev.lock

.venv/run: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

.venv/dev: .venv/run requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.lock
	touch $@

clean:
	rm -rf .venv graph.html
