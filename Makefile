# Everything a developer runs. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help run call call-audio measure test check lint format train clean environments

# Set, it would have every process compile the product anew at every start.
unexport PYTHONDONTWRITEBYTECODE

BACKEND := .venv/bin
ASSISTANT := .venv-assistant/bin
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 13

run: environments ## Start Heard and say where it is (PORT=9000 make run for another port)
	@exec $(BACKEND)/python -m backend.development.run

call: environments ## Ring a Heard that runs, from this terminal (PROVIDER=exclusive-health make call)
	@exec $(BACKEND)/python -m backend.development.call $(PROVIDER)

call-audio: environments train ## Hold whole calls with real voices (VOICES=rms CALLERS=laser_burn,no_reply)
	@exec $(BACKEND)/python -m tests.audio_calls --voices "$(VOICES)" --callers "$(CALLERS)"

measure: ## Print what the Heard that runs costs: a turn, an exchange of a call, memory
	@exec $(BACKEND)/python -m tests.measured

test: lint train ## Run every check and test; REQUIRE_ALL=1 forbids skipping any
	@status=0; \
	$(BACKEND)/python -m pytest -n 2 --dist loadfile || status=1; \
	$(ASSISTANT)/python -m pytest || status=1; \
	exit $$status

check: lint ## Run the checks and the quick tests
	@$(BACKEND)/python -m pytest -n 2 --dist loadfile --ignore tests/scenarios --ignore tests/browser --ignore tests/development

lint: environments ## Check style and types
	@$(BACKEND)/ruff check
	@$(BACKEND)/ruff format --check
	@$(BACKEND)/mypy

format: environments ## Put the code in house style
	@$(BACKEND)/ruff check --fix
	@$(BACKEND)/ruff format

train: environments ## Train the assistant's model if its data changed
	@$(ASSISTANT)/python -m assistant.train

clean: ## Remove all that can be made again; complaints and settings stay
	rm -rf .venv .venv-assistant .tools models .rasa .pytest_cache .hypothesis .mypy_cache .ruff_cache tests/output
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environments:
	@for python in $(PYTHON) python3 python3.11 python3.12 python3.13 python3.14; do \
		if $$python $(NEW_ENOUGH); then exec $$python -m backend.development.environments; fi; \
	done; \
	echo 'Heard needs Python 3.11 or newer: install one, or name it with PYTHON=/path/to/python.' >&2; exit 1
