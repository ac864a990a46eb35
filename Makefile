# `make run` opens Parloop, `make test` tests it; both set everything up first. `make help` lists the rest.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
PLAIN := .venv-without-qt
PACKAGING := .venv-packaging
EXTRAS := .venv-extras
BIN := $(VENV)/bin
ARGS ?=
COVERAGE_FLOOR ?= 90
COVERAGE := -p no:cov
JOBS ?= 2
# What is recorded anew is for later: `record` is no bench.
REPLAYS := aa answers intervals left_out
QUICK := -m "not slow" -p tests.fast
WITHOUT_QT := pyside6-essentials|shiboken6|pyqtgraph|pytest-qt|mypy|ruff|uv

.DELETE_ON_ERROR:
# Root without the rights to enter and read whatever it likes; nothing where somebody else runs it.
ORDINARY = $(if $(filter 0,$(shell id -u)),setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search)
OF_FILES = tests/bridge/host tests/bridge/interpreters tests/model/history tests/model/document tests/model/source \
	tests/model/export tests/engine/loops

.PHONY: help run test test-all test-without-qt test-extras fast lint types bench shots check check-faults check-loops check-ordinary check-fuzz lock package \
	check-package check-wheel check-window clean system

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 18

run: LIBRARIES := --window-is-optional
run: $(VENV)/stamp ## open the window, or compare in the terminal where there can be none (ARGS="…" passes a command line)
	@$(BIN)/parloop $(ARGS)

test: test-all test-without-qt ## the whole suite, then the quick tests of engine and model once more where Qt is not installed

# Coverage follows every process that a test starts, which makes the suite half as long again: `make check` measures it.
test-all: $(VENV)/stamp
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --durations=10 $(COVERAGE) $(ARGS)

test-without-qt: $(PLAIN)/stamp
	$(PLAIN)/bin/python -c 'import importlib.util as u, sys; sys.exit(any(map(u.find_spec, ("PySide6", "pyqtgraph"))))'
	$(PLAIN)/bin/python -m pytest -n $(JOBS) -o cache_dir=.pytest_cache/without-qt $(QUICK) tests/engine tests/model tests/report $(ARGS)

# Elsewhere these tests are skipped: what they need brings 60 packages, and nobody is to wait for that before `make test`.
test-extras: $(EXTRAS)/stamp ## the server for agents and the notebooks, where the MCP SDK and Jupyter are installed
	$(EXTRAS)/bin/python -m pytest -o cache_dir=.pytest_cache/extras tests/mcp tests/api $(ARGS)

# Where Python may write no bytecode, pytest rewrites every file of tests anew, which alone takes 3 s.
fast: $(VENV)/stamp ## the quick tests that need no window and no process: 1,500 at least, in about ten seconds
	PYTHONDONTWRITEBYTECODE= PARLOOP_CHECK=fast $(BIN)/python -m pytest -q -m "not slow" -p tests.fast \
		-p no:pytest-qt -p no:cov -n $(JOBS) tests/test_*.py tests/model tests/engine tests/report $(ARGS)

lint: $(VENV)/stamp ## ruff: rules and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/stamp ## mypy --strict, and the engine once more as Python 3.10
	$(BIN)/mypy
	$(BIN)/mypy --python-version 3.10 parloop_gui/engine

check-loops: $(VENV)/stamp ## users' files in tests/data/loops under every Python that is there (minutes)
	PARLOOP_EVERY_PYTHON=1 $(BIN)/python -m pytest -n $(JOBS) -p no:cov tests/loops $(ARGS)

bench: $(VENV)/stamp ## measure the promises (minutes; leave the machine alone meanwhile)
	@status=0; for bench in tests/bench/[a-z]*.py tests/bench/lab/[a-z]*.py $(REPLAYS:%=tests/bench/replays/%.py); do \
		echo "== $$bench"; $(BIN)/python -m $$(echo $${bench%.py} | tr / .) $(ARGS) || status=1; done; exit $$status

shots: $(VENV)/stamp ## pictures of the window in every state, into shots/
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.ui.shots $(ARGS)

check: QUICK :=
check: COVERAGE := --cov --cov-report=term --cov-fail-under=$(COVERAGE_FLOOR)
check: lint types fast test test-extras check-loops check-window bench ## everything, and without Qt also what starts processes

check-window: $(VENV)/stamp ## every state of the window in two fonts and three sizes: nothing is cut off
	PARLOOP_CHECK=window $(BIN)/python -m pytest -n $(JOBS) -p no:cov tests/ui/style/test_clipped.py $(ARGS)

check-faults: $(VENV)/stamp ## every fault with every strategy and start method, and the app killed and stopped often
	PARLOOP_CHECK=faults $(BIN)/python -m pytest -n $(JOBS) -p no:cov tests/faults $(ARGS)

check-ordinary: $(VENV)/stamp ## the tests of files as an ordinary user: root enters every folder, and would not notice
	$(ORDINARY) $(BIN)/python -m pytest -n $(JOBS) -p no:cov $(OF_FILES) $(ARGS)

check-fuzz: $(VENV)/stamp ## documents, messages, histories and command lines of any kind, 10,000 cases each
	PARLOOP_CHECK=fuzz $(BIN)/python -m pytest -n $(JOBS) -p no:cov --timeout 7200 -m fuzz tests $(ARGS)

lock: $(VENV)/stamp ## resolve requirements.lock anew, for Python 3.11 to 3.14
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra window --extra test --extra dev --upgrade \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --output-file requirements.lock pyproject.toml

	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --constraint requirements.lock \
		--no-header --no-annotate --no-emit-index-url --output-file packaging/requirements.lock \
		--extra window pyproject.toml packaging/requirements.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --constraint requirements.lock \
		--no-header --no-annotate --no-emit-index-url --output-file packaging/extras.lock \
		--extra mcp pyproject.toml packaging/extras.in

package: $(PACKAGING)/stamp ## build the .tar.gz and the .deb into dist/ (some minutes)
	$(PACKAGING)/bin/python packaging/build.py

check-package: package ## install the .deb in a bare Debian and use it there with the mouse (minutes; as root)
	$(PACKAGING)/bin/python packaging/checks/all.py $(ARGS)

# The wheel is for whoever has a Python and wants no window, or installs it as any other program (`pipx install parloop`).
check-wheel: | system ## build wheel and sdist, install them into empty environments and use them there (minutes)
	$(PYTHON) -m venv build/wheel
	build/wheel/bin/python -m pip install --quiet --disable-pip-version-check hatchling twine
	build/wheel/bin/python packaging/checks/wheel.py $(ARGS)

clean: ## remove what the other targets made
	rm -rf $(VENV) $(PLAIN) $(PACKAGING) $(EXTRAS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* build dist shots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

system:
	@test -n "$(PYTHON)" || { echo "Parloop needs Python 3.11, 3.12, 3.13 or 3.14, and there is none on PATH." >&2; exit 1; }
	@$(PYTHON) -m parloop_gui.system_libraries $(LIBRARIES)

$(VENV)/stamp: requirements.lock pyproject.toml | system
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@# Where it is not unpacked, PySide compiles its own Python files anew at every start.
	@SBK_EMBED=no $(BIN)/python -c "import shiboken6"
	@$(BIN)/python -m compileall -q $(VENV)/lib/python3.*/site-packages/shiboken6/files.dir
	@touch $@

$(PLAIN)/stamp: requirements.lock | system
	$(PYTHON) -m venv $(PLAIN)
	sed -E '/^($(WITHOUT_QT))==/,/[^\\]$$/d' requirements.lock > $(PLAIN)/requirements.lock
	$(PLAIN)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(PLAIN)/requirements.lock
	@touch $@

$(PACKAGING)/stamp: packaging/requirements.lock | system
	$(PYTHON) -m venv $(PACKAGING)
	$(PACKAGING)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r packaging/requirements.lock
	@touch $@

$(EXTRAS)/stamp: packaging/extras.lock | system
	$(PYTHON) -m venv $(EXTRAS)
	$(EXTRAS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r packaging/extras.lock
	@touch $@
