# `make` lists the targets. What they do is in bin/.

.DEFAULT_GOAL := help
.PHONY: help demo accounts test drill try-deploy check bench bench-reader requirements format clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

demo: ## Serve the sample site on http://127.0.0.1:8000 (another port: PORT=8010)
	@bin/demo

accounts: ## Print the sample site's staff accounts: role, user, password
	@bin/demo accounts

test: ## Run every test, what asks a database on SQLite and PostgreSQL, browser included
	@bin/test

drill: ## Race and kill the site on both databases, try all that tests try a share of, count losses
	@bin/drill

try-deploy: ## Set a site up by the commands of docs/deploying.md in a folder, and try it (needs nginx, Redis)
	@bin/try-deploy

check: ## Check style, formatting, templates, migrations and deployment settings
	@bin/check

bench: ## Measure the pages against bare Django and print a table
	@bin/venv requirements-dev.txt
	@.venv/bin/python bench/run.py

bench-reader: ## Measure who is found in texts with known participants, and who is not
	@bin/venv requirements-dev.txt
	@DJANGO_SETTINGS_MODULE=portal.settings .venv/bin/python bench/reader.py

requirements: ## Pin requirements*.in anew in requirements*.txt, with hashes (needs uv)
	@bin/pin

format: ## Put the code and the templates in their form
	@bin/venv requirements-dev.txt
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format --quiet .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 6.1 {} + || true

clean: ## Delete .venv and var/, with the sample site and what was typed into it
	@rm -rf .venv var .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
