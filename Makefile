# make graph   build the graph and write the page graph.html
# make test    everything that must hold: lint, types, tests in a real browser, the data itself
# make web     the page's front end, built again where its sources have changed
# make bench   the speed claims, each beside its peer
PYTHON ?= python3
BIN := .venv/bin
# Node.js as the development tools bring it, so that everyone checks with the same one.
NPM := cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm
WEB := $(shell find web/src -type f) $(wildcard web/package*.json web/build.mjs)

.PHONY: graph test lint web bench lock clean

graph: .venv/web
	$(BIN)/python visualize.py

test: .venv/dev .venv/web lint
	tests/install-browser.sh
	tests/install-virtuoso.sh
	tests/install-nginx.sh
	$(NPM) test --silent
	$(BIN)/python -m pytest
	$(BIN)/kg check $(if $(wildcard ../shared/articles),--strict --articles ../shared/articles)

lint: .venv/dev .venv/web
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NPM) run --silent check

web: .venv/web

bench: .venv/dev .venv/web
	$(BIN)/python bench/run.py
	$(BIN)/python bench/claim_draft.py --misses
	$(BIN)/python bench/claim_draft.py --withheld

lock: .venv/dev
	$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --extra bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url -c requirements.lock -o requirements-dev.lock

.venv/run: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	touch $@

# The front end is built along with the package, by hatch_build.py.
.venv/web: .venv/run hatch_build.py $(WEB)
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

.venv/dev: .venv/run requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.lock
	touch $@

clean:
	rm -rf .venv graph.html kg/view/built web/node_modules
