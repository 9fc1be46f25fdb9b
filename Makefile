# make book   the site in _build/html           make test    every test
# make check  rebuild and compare with the record
# make serve  the site on a local address       make clean   remove what was built
# make lock   renew requirements.lock           make record  renew the record
# make sbom   bill of materials of the lock     make audit   known faults and licences of the lock
# make pdf    the print edition in _build/pdf
# Each makes the environment in .venv first, unless it is as requirements.lock says.

SHELL := /bin/sh
ENV := .venv
PY := $(ENV)/bin/python -P
PORT ?= 8000

# What runs is what lies in this folder, whatever the environment or the user's settings name.
export PYTHONPATH := $(CURDIR):$(CURDIR)/book/_ext:$(CURDIR)/tools
unexport PYTHONHOME PYTHONSTARTUP PYTHONINSPECT PYTHONOPTIMIZE PYTHONWARNINGS PYTHONUSERBASE

# The first Python on this machine that the locked packages support.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -I -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
  && { command -v $$p; break; }; done)

.PHONY: book test check sbom audit serve clean lock record anchors env python pdf
.DEFAULT_GOAL := book

env: python
	@"$(PYTHON)" -I tools/environment.py

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and none was found" \
	  "(looked for python3, python3.13, python3.12, python3.11). Set PYTHON=/path/to/python." >&2; exit 1; }

book: env
	@$(PY) -m rebuild.build

test: env
	@$(PY) -m pytest -n auto --dist loadfile
	@if ls tests/recorded/notebooks/*.ipynb >/dev/null 2>&1; then \
	  $(PY) -m pytest -n auto --dist loadfile --nbval -p no:cacheprovider -W default tests/recorded/notebooks; \
	else echo "no recorded notebooks to compare with: make record writes them"; fi

serve: env
	@test -f _build/html/index.html || $(PY) -m rebuild.build
	@echo "http://localhost:$(PORT)/ (Ctrl+C stops it)"
	@$(PY) -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

# Rebuild from nothing in a scratch folder; say what differs from the record, and why it may.
check: env
	@$(PY) -m rebuild.records.check

# Renew what make check and make test compare with; say what moved and draft it in the changelog.
record: env
	@$(PY) -m rebuild.records.record

# List new addresses as published; see data/anchors.txt.
anchors: env
	@$(PY) -m audit_site.cite.anchors

# The print edition of the built site in _build/pdf, through Chromium.
pdf: env
	@test -f _build/html/claims.json || $(PY) -m rebuild.build
	@$(PY) -m print_edition.pdf

clean:
	rm -rf _build .pytest_cache .ruff_cache

# Tools of a moment live in a scratch environment, made in the way of the lasting one.
SCRATCH = "$(PYTHON)" -I tools/environment.py --scratch

# What the environment consists of, as a CycloneDX document.
sbom: env
	@$(SCRATCH) cyclonedx-bom
	@_build/scratch/bin/cyclonedx-py environment --output-reproducible --output-file _build/sbom.json $(ENV)/bin/python
	@rm -rf _build/scratch
	@echo "_build/sbom.json written"

# pip-audit asks a public database of known faults.
audit: env
	@$(SCRATCH) pip-audit
	@_build/scratch/bin/python -m pip_audit --requirement requirements.lock --require-hashes \
	  --disable-pip --vulnerability-service osv --progress-spinner off 2>_build/scratch/said; \
	  status=$$?; grep -v '^ \|^Traceback' _build/scratch/said | tail -3 >&2; \
	  grep -q ConnectionError _build/scratch/said \
	  && echo "The database of known faults cannot be reached: nothing was audited." >&2; \
	  rm -rf _build/scratch; exit $$status

# For all supported Pythons at once.
lock: python
	@"$(PYTHON)" -I tools/environment.py --lock
