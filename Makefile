# One way in: `make book` builds the site from a bare checkout, `make test` proves it.
PYTHON ?= python3
RUN := .venv/bin/python
export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help book pdf watch test tools refresh bench check recode scenario sweep score verify fuzz growth hooks new-chapter new-table new-scenario new-hypothesis serve lab lock clean

help:       ## what can be asked for
	@grep -hE '^[a-z -]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## *' '{printf "  make %-9s %s\n", $$1, $$2}'

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

pdf: .venv/ready       ## print the built site as one tagged PDF with bookmarks: _build/html/book.pdf
	@$(RUN) -m pressroom pdf

watch: .venv/ready     ## build, serve on http://localhost:8000, build again at each change and reload the page
	@$(RUN) -m pressroom watch

test: .venv/ready tools ## prove it: units, stored outputs run anew, the built site in a browser
	@$(RUN) -m pressroom book
	@$(RUN) -m pytest tests -n auto --dist worksteal

# What the tests need beyond Python: a browser, and a locale with a decimal comma. Installed where that can be done, else named.
tools:
	@for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do command -v $$name >/dev/null && exit 0; done; $(call install,chromium)
	@locale -a | grep -qi '^de_DE.utf-\?8$$' || $(call install,locales-all)

define install
{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "installing $(1)" && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1) >/dev/null; } || { echo "make test needs $(1): install it and run again"; exit 1; }
endef

refresh: .venv/ready   ## run all chapters and store outputs, figures/, references.bib, README facts
	@$(RUN) -m pressroom refresh

bench: .venv/ready     ## measure against the stock tools: writes benchmark.json (an hour; REPETITIONS=, LIGHTHOUSE=node_modules/lighthouse/cli/index.js)
	@$(RUN) -m pressroom bench $(if $(REPETITIONS),--repetitions $(REPETITIONS)) $(if $(LIGHTHOUSE),--lighthouse $(LIGHTHOUSE))

check: .venv/ready     ## check the tables only
	@$(RUN) -m pressroom check

recode: .venv/ready    ## draw a blind coding form (SEED=, SIZE=), or compare a filled one (FILLED=)
	@$(RUN) -m iraq_report recode $(if $(FILLED),--filled $(FILLED)) $(if $(SEED),--seed $(SEED)) $(if $(SIZE),--size $(SIZE))

scenario: .venv/ready  ## build the edition of scenarios/NAME.yaml with a page of differences; without NAME= compare them all
	@$(RUN) -m pressroom scenario $(NAME)

sweep: .venv/ready     ## run every path of multiverse.yaml (WORKERS=; DASK_SCHEDULER_ADDRESS= for a real cluster)
	@$(RUN) -m pressroom sweep $(if $(WORKERS),--workers $(WORKERS))

score: .venv/ready     ## score our own forecasts whose outcome is filled in
	@$(RUN) -m iraq_report score

verify: .venv/ready    ## build the last commit twice, as on two machines, and compare: writes verification.json
	@$(RUN) -m pressroom.verify

fuzz: .venv/ready      ## mutate tables, descriptors, cards and scenarios (CASES=, SEED=): each refused at its place or truly valid
	@$(RUN) -m tests.fuzzing $(if $(CASES),--cases $(CASES)) $(if $(SEED),--seed $(SEED))

growth: .venv/ready    ## 600,000 rows of events: the checks and the record chapter within 60 s and 4 GB (TIMES=614)
	@$(RUN) -m tests.growth $(if $(TIMES),--times $(TIMES))

new-chapter new-table new-scenario new-hypothesis: .venv/ready  ## make one from its template (NAME=; for a chapter NAME=part/name)
	@$(RUN) -m pressroom.new $(@:new-%=%) "$(NAME)"

hooks: .venv/ready     ## check before each commit: code and tables, in a few seconds
	@.venv/bin/pre-commit install

serve: .venv/ready     ## look at the built site on http://localhost:8000
	@$(RUN) -m http.server 8000 --directory _build/html

lab: .venv/ready       ## edit chapters in JupyterLab
	@$(RUN) -m jupyterlab chapters

lock: .venv/ready      ## write requirements.txt anew from the direct dependencies in pyproject.toml
	@$(RUN) -m pip install --quiet uv
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes -o requirements.txt pyproject.toml

clean:                 ## remove what builds made
	@rm -rf _build .pytest_cache .hypothesis
