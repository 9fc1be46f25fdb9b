# make book   the site in _build/html           make test    every test
# make check  rebuild and compare with the record
# make serve  the site on a local address       make clean   remove what was built
# make lock   renew requirements.lock           make record  renew the record
# make sbom   bill of materials of the lock     make audit   known faults and licences of the lock
# make pdf    the print edition in _build/pdf
# Each makes the environment in .venv first when requirements.lock is newer than it.

SHELL := /bin/sh
ENV := .venv
PY := $(ENV)/bin/python
STAMP := $(ENV)/.from-lock
PORT ?= 8000

# The first Python on this machine that the locked packages support.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
  && { command -v $$p; break; }; done)

.PHONY: book test check sbom audit serve clean lock record anchors env
.DEFAULT_GOAL := book

env: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and none was found" \
	  "(looked for python3, python3.13, python3.12, python3.11). Set PYTHON=/path/to/python." >&2; exit 1; }
	@echo "making the environment in $(ENV) with $$($(PYTHON) --version), exactly as locked"
	@test -x $(PY) || $(PYTHON) -m venv $(ENV)
	@$(PY) -m pip install --disable-pip-version-check --require-hashes --no-deps -r requirements.lock \
	  | grep -v '^Requirement already satisfied' || true
	@$(PY) -m pip install --disable-pip-version-check --quiet --require-hashes --no-deps -r requirements.lock
	@$(PY) -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $(STAMP)

book: $(STAMP)
	@$(PY) -m rebuild.build

test: $(STAMP)
	@$(PY) -m pytest -n auto --dist loadfile
	@if ls tests/recorded/notebooks/*.ipynb >/dev/null 2>&1; then \
	  $(PY) -m pytest -n auto --dist loadfile --nbval -p no:cacheprovider -W default tests/recorded/notebooks; \
	else echo "no recorded notebooks to compare with: make record writes them"; fi

serve: $(STAMP)
	@test -f _build/html/index.html || $(PY) -m rebuild.build
	@echo "http://localhost:$(PORT)/ (Ctrl+C stops it)"
	@$(PY) -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

# Rebuild from nothing in a scratch folder; say what differs from the record, and why it may.
check: $(STAMP)
	@$(PY) -m rebuild.records.check

# Renew what make check and make test compare with; say what moved and draft it in the changelog.
record: $(STAMP)
	@$(PY) -m rebuild.records.record

# List new addresses as published; see data/anchors.txt.
anchors: $(STAMP)
	@$(PY) -m audit_site.cite.anchors

# The print edition of the built site in _build/pdf, through Chromium.
.PHONY: pdf
pdf: $(STAMP)
	@test -f _build/html/claims.json || $(PY) -m rebuild.build
	@$(PY) -m print_edition.pdf

clean:
	rm -rf _build .pytest_cache .ruff_cache

# What the environment consists of, as a CycloneDX document; the tool has a scratch environment.
sbom: $(STAMP)
	@rm -rf _build/sbom && $(PYTHON) -m venv _build/sbom
	@_build/sbom/bin/python -m pip install --disable-pip-version-check --quiet cyclonedx-bom
	@_build/sbom/bin/cyclonedx-py environment --output-reproducible --output-file _build/sbom.json $(PY)
	@rm -rf _build/sbom
	@echo "_build/sbom.json written"

# pip-audit asks a public database of known faults; it lives in a scratch environment of its own.
audit: $(STAMP)
	@rm -rf _build/audit && $(PYTHON) -m venv _build/audit
	@_build/audit/bin/python -m pip install --disable-pip-version-check --quiet pip-audit
	@_build/audit/bin/python -m pip_audit --requirement requirements.lock --require-hashes \
	  --disable-pip --vulnerability-service osv --progress-spinner off 2>_build/audit/said; \
	  status=$$?; grep -v '^ \|^Traceback' _build/audit/said | tail -3 >&2; \
	  grep -q ConnectionError _build/audit/said \
	  && echo "The database of known faults cannot be reached: nothing was audited." >&2; \
	  rm -rf _build/audit; exit $$status

# uv resolves for all supported Pythons at once; it lives in a scratch environment of its own.
lock:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed" >&2; exit 1; }
	@rm -rf _build/lock && $(PYTHON) -m venv _build/lock
	@_build/lock/bin/python -m pip install --disable-pip-version-check --quiet uv
	@_build/lock/bin/uv pip compile --universal --fork-strategy fewest --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --extra dev --quiet \
	  --output-file requirements.lock pyproject.toml
	@rm -rf _build/lock
	@echo "requirements.lock renewed: $$(grep -c '^[a-z0-9].*==' requirements.lock) packages"
