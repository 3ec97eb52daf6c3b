# Aliases; `python3 dev.py help` says what each does. Arguments: make test ARGS="tests/clocks -x"
.PHONY: help run test bench lint format pins
ARGS ?=
PYTHON ?= python3

help: ## what there is
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 10
run: ## set up, load the demo, serve on http://127.0.0.1:8000 (PORT moves it)
	@$(PYTHON) dev.py run
test: ## set up and run the tests
	@$(PYTHON) dev.py test $(ARGS)
bench: ## what things cost, and how that grows
	@$(PYTHON) dev.py bench $(ARGS)
lint: ## every check that is not a test
	@.ci/run lint
format: ## put the code into its one shape
	@$(PYTHON) dev.py python -m ruff check --fix-only --quiet .
	@$(PYTHON) dev.py python -m ruff format .
pins: ## renew the pinned packages from requirements*.in
	@.ci/pins $(ARGS)
