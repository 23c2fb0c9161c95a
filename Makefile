# Everything a person types. On a fresh machine: python3 (3.11 or newer) with pip or venv, and make.
#
#   make demo    the whole weekly audit on made-up data, in a few minutes at most
#   make try     the same, and the website on it
#   make test    the tests                           make test-long   those that take long
#   make check   style, types, import contracts and density
#   make programme   two years of every audit, compared with the truth
#   make bench   measure ourselves against plain libraries, into docs/benchmarks.md
#   make serve   the website, and audits run on their schedules
#   make docs    print statuses and permissions again       make pictures   the guides' pictures
#   make fuzz    look for a file that the reader cannot bear
#   make lock    resolve the dependencies again             make sbom       list the libraries of a release
#   make clean   forget what was built

PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ASSETS := src/audits/web/static/built/govuk.css
# Words for the command after it, as in: make demo ARGS="--home /tmp/demo"
ARGS ?=

.PHONY: demo try test test-long test-exhaustive check programme bench fuzz serve docs pictures sbom lock clean
.DELETE_ON_ERROR:

demo: $(READY)
	@$(BIN)/audits demo $(ARGS)

# The same, and then the website on it, with a link that signs in for each role.
try: $(READY) $(ASSETS)
	@$(BIN)/audits demo --serve $(ARGS)

# Each process has tests that stand together, so that what many of them begin with is made once.
# There is one more than there are cores: some tests wait, for a schedule's minute or a browser.
test: $(READY) $(ASSETS)
	@$(BIN)/python -m pytest -n $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )) --dist worksteal -m "not slow and not exhaustive" $(ARGS)

# What does the same work again and again, before a release: the programme, the whole matrix of
# edits, the power that fails at every moment, the rest of the browser's stories. Some wait for a
# schedule's minutes: they begin first, and others work meanwhile, so there are more processes than
# most machines have cores. Each process reads all files that it is given, so it is given those with
# a long test (tests/conftest.py).
test-long: $(READY) $(ASSETS)
	@$(BIN)/python -m pytest -n 6 --dist loadfile --no-loadscope-reorder -m "slow and not exhaustive" \
	  $$(grep -rlF mark.slow tests --include='test_*.py' | LC_ALL=C sort) $(ARGS)

# What takes an hour: every step with twenty processes on both databases, every file at every door,
# fifty kills of the ticks, of the schedule and of the website.
test-exhaustive: $(READY) $(ASSETS)
	@$(BIN)/python -m pytest -n auto -m exhaustive $(ARGS)
	@AUDITS_KILLS=50 $(BIN)/python -m pytest tests/acceptance/test_schedule_killed.py tests/acceptance/test_website_killed.py $(ARGS)

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q -n0 -p no:cacheprovider tests/unit/repository/test_density.py

# Two years of every audit on made-up data, in var/programme: ARGS="--weeks 6" is a short one.
programme: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m programme $(ARGS)

bench: $(READY) $(ASSETS)
	@$(BIN)/python tests/benchmarks/run.py $(ARGS)

# Two minutes, or longer: make fuzz ARGS="-max_total_time=3600"
fuzz: $(READY)
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r tests/fuzz/requirements.lock
	@$(BIN)/python tests/fuzz/fuzz_return.py -max_len=4096 $(or $(ARGS),-max_total_time=120)

serve: $(READY) $(ASSETS)
	@$(BIN)/audits serve $(ARGS)

docs: $(READY)
	@$(BIN)/python docs/statuses.py > docs/statuses.md
	@$(BIN)/python docs/permissions.py > docs/permissions.md

# Of fresh demonstrations: papers, workbooks, and every page of the website that a guide shows.
pictures: $(READY) $(ASSETS)
	@AUDITS_ACTOR="the schedule" PYTHONPATH=tests $(BIN)/python docs/pictures.py

# What a release is made of, as CycloneDX lists it: the libraries that run, none that only test.
sbom: $(READY)
	@mkdir -p dist
	@$(BIN)/uv pip compile -q --no-header --no-annotate --python-version 3.11 --extra postgres \
	  -c requirements.lock pyproject.toml -o dist/requirements.txt
	@$(BIN)/uv tool run -q --from "cyclonedx-bom==7.5.0" cyclonedx-py requirements dist/requirements.txt \
	  --pyproject pyproject.toml --output-reproducible --of JSON -o dist/audits.cdx.json
	@echo "dist/audits.cdx.json lists the libraries of a release."

lock: $(READY)
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	  pyproject.toml --group dev --extra postgres -o requirements.lock

# Leaves var/, the workspace, alone: it may hold a board's audits.
clean:
	rm -rf $(VENV) dist assets/node_modules src/audits/web/static/built .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# GOV.UK Frontend, adapted: the website's own looks. It comes from its registry and is not kept here.
$(ASSETS): assets/package-lock.json assets/build.py | $(READY)
	@$(BIN)/python assets/build.py

# Made once, and again when the dependencies change. uv installs in a sixth of pip's time; whichever of
# pip and ensurepip this machine has puts uv there. Every file is checked against its hash in the lock.
$(READY): requirements.lock pyproject.toml
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and $(PY) is older or missing. Say which to use: make PY=python3.12 demo" >&2; exit 1; }
	@test -x $(BIN)/uv || { \
	  echo "Installing into $(VENV) (once, about fifteen seconds on a fast line)" >&2; \
	  $(PY) -m venv --without-pip --clear $(VENV) && \
	  $(PY) -m pip --python $(BIN)/python install -q --disable-pip-version-check uv 2>/dev/null; } || { \
	  $(PY) -m venv --clear $(VENV) && $(BIN)/python -m pip install -q --disable-pip-version-check uv; } || { \
	  rm -rf $(VENV); \
	  echo "Could not install. If the message above speaks of ensurepip, install pip and venv for $(PY)" \
	    "(on Debian or Ubuntu: apt install python3-pip python3-venv); otherwise check the network. Then run make again." >&2; exit 1; }
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src flows  # a machine may be set not to keep what it compiles
	@touch $@
