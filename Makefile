# One way in: `make book` builds the site from a bare checkout, `make test` proves it.
PYTHON ?= python3
RUN := .venv/bin/python
export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help book test refresh check serve lab lock clean

help:       ## what can be asked for
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## *' '{printf "  make %-9s %s\n", $$1, $$2}'

# Debian splits venv off; where it is missing the message says what to install.
.venv/ready: requirements.txt pyproject.toml
	@echo "setting up .venv (once, a few minutes)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; found $$($(PYTHON) --version)"; exit 1; }
	@$(PYTHON) -m venv --clear .venv || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

book: .venv/ready      ## run all chapters on copies, build the site into _build/html
	@$(RUN) -m pressroom book

test: .venv/ready      ## prove it: units, stored outputs, the built site in a browser
	@$(RUN) -m pressroom book
	@$(RUN) -m pytest tests
	@$(RUN) -m pytest --nbval chapters -q

refresh: .venv/ready   ## run all chapters and store outputs, figures/, references.bib, README facts
	@$(RUN) -m pressroom refresh

check: .venv/ready     ## check the tables only
	@$(RUN) -m pressroom check

serve: .venv/ready     ## look at the built site on http://localhost:8000
	@$(RUN) -m http.server 8000 --directory _build/html

lab: .venv/ready       ## edit chapters in JupyterLab
	@$(RUN) -m jupyterlab chapters

lock: .venv/ready      ## write requirements.txt anew from the direct dependencies in pyproject.toml
	@$(RUN) -m pip install --quiet uv
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes -o requirements.txt pyproject.toml

clean:                 ## remove what builds made
	@rm -rf _build .pytest_cache .hypothesis
