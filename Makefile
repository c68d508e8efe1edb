# The Paper Index. Two commands matter: `make site` builds it, `make test` checks everything.
# Both set up what they need by themselves and need only Python 3.11 or newer.

PYTHON ?= python3
# Everything runs in this environment, whichever one is active in the caller's shell.
BIN := .venv/bin
PYTEST_OPTIONS ?=
FUZZ_TARGETS ?=
export FUZZ_SECONDS ?= 60

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
export NO_MKDOCS_2_WARNING := 1
unexport PYTHONHOME PYTHONPATH

.PHONY: help
help: ## Show this list
	@echo 'make site    builds the site into site/'
	@echo 'make test    checks everything'
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

.PHONY: site
site: site-environment ## Build the site into site/
	$(BIN)/paperindex build

.PHONY: serve
serve: site-environment ## Show the site on this machine and rebuild it on every change
	$(BIN)/paperindex serve --open

.PHONY: test
test: test-environment chromium quick-checks ## Check everything: style, types, workflows, and all tests in a real browser too
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(PYTEST_OPTIONS)

.PHONY: test-lowest
test-lowest: lowest-environment ## Run the tests that need no browser on the oldest versions that pyproject.toml allows
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal -m 'not browser' --ignore tests/setup --ignore tests/hostile --ignore tests/pages/test_html_validity.py $(PYTEST_OPTIONS)

.PHONY: audit
audit: audit-environment ## Ask the public lists of known weaknesses about everything that gets installed
	$(BIN)/pip-audit --disable-pip --require-hashes $(foreach lock,site test lock,--requirement requirements/$(lock).txt)

.PHONY: lint
lint: test-environment quick-checks ## Check what needs no test run: style, types, imports, workflows

.PHONY: quick-checks
quick-checks: test-environment
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/zizmor --offline --quiet --persona pedantic .github
	$(BIN)/python -m pytest --quiet --no-header tests/test_import_direction.py

.PHONY: format
format: test-environment ## Put the Python code into its settled form
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

.PHONY: golden
golden: test-environment ## Renew the golden files; the difference is part of the review
	$(BIN)/python -m pytest --update-golden $(PYTEST_OPTIONS)

.PHONY: lock
lock: lock-environment ## Renew the locked versions within the bounds of pyproject.toml
	$(BIN)/python -m tools.lock

.PHONY: bench
bench: test-environment ## Measure building: time, memory and files, at three sizes
	$(BIN)/python -m benchmarks.build

.PHONY: bench-search
bench-search: test-environment ## Measure searching: bytes, time and quality
	$(BIN)/python -m benchmarks.search

.PHONY: lighthouse
lighthouse: test-environment chromium ## Let Lighthouse judge the pages, as on a phone with a slow line (needs npm)
	$(BIN)/python -m benchmarks.lighthouse

.PHONY: pictures
pictures: test-environment chromium ## Take the pictures of docs/pictures anew from site/
	$(BIN)/python -m tools.pictures

.PHONY: fuzz
fuzz: fuzz-environment ## Fuzz what reads strangers' text, each part for FUZZ_SECONDS (60)
	$(BIN)/python -m fuzz $(FUZZ_TARGETS)

.PHONY: clean
clean: ## Remove everything that these commands made
	rm -rf site .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find generator tools tests benchmarks fuzz -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

.PHONY: site-environment test-environment lock-environment fuzz-environment lowest-environment audit-environment
site-environment test-environment lock-environment fuzz-environment lowest-environment audit-environment: %-environment:
	@$(PYTHON) -m tools.environment $*

.PHONY: chromium
chromium: test-environment
	@$(BIN)/python -m tests.support.chromium
