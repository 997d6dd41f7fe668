# One verb each. Every verb that runs something sees to its own installation in .venv (tools/setup), once.
.DEFAULT_GOAL := help
.PHONY: help setup check test demo picture bench eval model crash weather season soak lock build clean

BIN := .venv/bin

help: ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## make .venv from requirements.lock
	@tools/setup

check: setup ## style, types, and the arrows between the rooms
	@failed=0; for tool in "ruff check" "ruff format --check" mypy lint-imports; do \
	    echo "$$tool"; $(BIN)/$$tool || failed=1; \
	done; exit $$failed

test: setup ## every test; installs Dovecot, Postfix and PostgreSQL when root on Debian
	@tools/debian-packages dovecot-imapd dovecot-lmtpd openssl postfix postgresql
	@tools/npm-package email-forward-parser 1.8.3
	$(BIN)/pytest

demo: setup ## three weeks of follow-up in a minute, on this machine alone
	@$(BIN)/followupd demo

picture: setup ## draw docs/demo.svg from a run of the demo
	@mkdir -p docs
	@$(BIN)/python -m followupd.demo.picture docs/demo.svg

bench: setup ## measure, and print the figures
	$(BIN)/python -m benchmarks

eval: setup ## sort replies that were written to be hard, and print what came of it
	$(BIN)/python -m tests.replies.evaluate

model: setup ## train the weights of the reader anew from corpus/ (some minutes)
	$(BIN)/python tools/compile_phrases.py
	$(BIN)/python tools/train_replies.py
	$(BIN)/python tools/make_guard.py

crash: setup ## kill the daemon at every point and count the mails
	$(BIN)/python -m tests.crash

weather: setup ## weeks of bad weather between the daemon and real servers, and what came of them
	$(BIN)/python -m tests.weather

season: setup ## ninety days of two hundred contacts, and whether any promise was broken
	@$(BIN)/python -m tests.stories.ninety_days

soak: setup ## thirty days of one process, and whether it holds more each night
	@$(BIN)/python -m tests.soak

lock: ## write requirements.lock anew from pyproject.toml (needs the network)
	@tools/lock

build: setup ## wheel and source archive in dist/
	$(BIN)/python -m build --no-isolation

clean: ## take away what was built and cached; .venv stays
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
