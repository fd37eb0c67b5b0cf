# Every command of the project. `make` alone lists them.

PYTHON_BIN := .venv/bin
RUN_SETUP  := @bin/setup requirements.txt
DEV_SETUP  := @bin/setup requirements.txt requirements-dev.txt && bin/setup-node
APPS       := accounts dramas locations checkins maps tourmap/api

.DEFAULT_GOAL := help
.PHONY: help setup run load test test-sqlite test-postgres lint format typecheck lock messages \
	release-schema schemathesis docs screenshots check-deploy bursts kills clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

setup: ## Make .venv with everything that running and testing need
	$(DEV_SETUP)

run: ## Serve the site on 127.0.0.1 (PORT=8000), store and catalogue brought up to date first
	$(RUN_SETUP)
	@exec $(PYTHON_BIN)/python bin/serve.py

load: ## Load the catalogue into the store (DIR=catalogue)
	$(RUN_SETUP)
	@$(PYTHON_BIN)/python manage.py load_catalogue $(DIR)

test: ## Check and test everything, on SQLite and on a PostgreSQL of its own
	$(DEV_SETUP)
	@$(PYTHON_BIN)/python bin/test.py

test-sqlite: ## Only pytest, on SQLite (ARGS="tests/locations -x")
	$(DEV_SETUP)
	@env -u DATABASE_URL $(PYTHON_BIN)/pytest $(or $(ARGS),-n 2 -q)

test-postgres: ## Only pytest, on a PostgreSQL of its own (ARGS=...)
	$(DEV_SETUP)
	@$(PYTHON_BIN)/python bin/with_postgres.py $(PYTHON_BIN)/pytest $(or $(ARGS),-n 2 -q)

lint: ## Say what ruff finds
	$(DEV_SETUP)
	@$(PYTHON_BIN)/ruff check . && $(PYTHON_BIN)/ruff format --check .

format: ## Format the code and mend what ruff can mend
	$(DEV_SETUP)
	@$(PYTHON_BIN)/ruff check --fix . && $(PYTHON_BIN)/ruff format .

typecheck: ## Say what mypy finds in rules, services, geo and the loader
	$(DEV_SETUP)
	@$(PYTHON_BIN)/mypy

lock: ## Pin the packages of requirements*.in, with everything they pull in (UPGRADE=--upgrade)
	$(DEV_SETUP)
	@for name in requirements requirements-dev; do \
		$(PYTHON_BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-header $(UPGRADE) \
			--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
			--output-file $$name.txt $$name.in || exit 1; \
	done

messages: ## Collect the texts to translate and compile the translations (needs gettext)
	$(DEV_SETUP)
	@command -v msgfmt >/dev/null || { echo "gettext is missing: apt-get install gettext"; exit 1; }
	@for app in $(APPS); do \
		(cd $$app && mkdir -p locale && \
		 $(CURDIR)/$(PYTHON_BIN)/django-admin makemessages --add-location file --locale zh_Hans --locale zh_Hant && \
		 $(CURDIR)/$(PYTHON_BIN)/django-admin compilemessages) || exit 1; \
	done

release-schema: ## Make the present OpenAPI document the one that apps may rely on (for a release)
	$(DEV_SETUP)
	@$(PYTHON_BIN)/python bin/release_schema.py

schemathesis: ## Ask the API everything its document allows, and much that it does not (FUZZ_EXAMPLES=50)
	$(DEV_SETUP)
	@env -u DATABASE_URL FUZZ_EXAMPLES=$(or $(FUZZ_EXAMPLES),50) $(PYTHON_BIN)/pytest tests/fuzz

docs: ## Write docs/api.md and the examples of the OpenAPI document anew, from real answers
	$(DEV_SETUP)
	@REWRITE_DOCS=1 $(PYTHON_BIN)/pytest -q tests/docs

screenshots: ## Take the pictures of the documentation (needs Chromium)
	$(DEV_SETUP)
	@$(PYTHON_BIN)/python bin/screenshots.py

check-deploy: ## Say what is wrong with the settings for a public site, as the environment has them
	$(RUN_SETUP)
	@$(PYTHON_BIN)/python manage.py check --deploy --fail-level WARNING --database default

bursts: ## Send 64 requests at once, 50 rounds of each kind, on both stores (ARGS="--rounds 5")
	$(DEV_SETUP)
	@$(PYTHON_BIN)/python bench/bursts.py $(ARGS)

kills: ## Kill the served site 20 times under 32 clients, on both stores (ARGS="--kills 200")
	$(DEV_SETUP)
	@$(PYTHON_BIN)/python bench/kills.py $(ARGS)

clean: ## Remove .venv, caches and built files; data in var/ stays
	@rm -rf .venv build clients/typescript/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
