# Every target does the set-up it needs; the machine needs Python >= 3.11 and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
RUNS := .venv/.runs
EXAMPLE := tests/cases/sheets/distributor_order_intake.yaml

# Where Python is told to keep no bytecode, each process would compile all of it anew. Packages are compiled when they are
# first used, and not all of them when they are installed, which takes as long as the installing itself.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup demo test check house bench crash torture tenants fuzz versions coverage validation reference delivered mutants documents security-pack pictures contact-sheet lock

setup: $(READY)

define INSTALL
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Unstick needs Python 3.11 or newer; this is $$($(PYTHON) --version). Run: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endef

# The stamps make set-up run again when a lock or the project file changes.
$(READY): requirements-dev.lock pyproject.toml
	$(INSTALL)
	touch $(RUNS) $(READY)

# What the demo needs and no more: a third of the packages, in less than half the time.
$(RUNS): requirements-demo.lock pyproject.toml
	$(INSTALL)
	touch $(RUNS)

lock: $(READY)
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet pyproject.toml --group build -o requirements-demo.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet pyproject.toml --group dev -o requirements-dev.lock

demo: $(RUNS)
	$(BIN)/unstick playground

# Pages made from the rules: what they say about documented cases, and how a verdict comes about.
validation: $(READY)
	$(BIN)/python -m tests.validation
	$(BIN)/python -m tests.explanation

# docs/reference, from the code: commands, settings, questions and more, and what the strict Slack refuses. README: its
# figures, from docs/benchmarks.md.
reference: $(READY)
	$(BIN)/python -m tests.strict.page
	$(BIN)/python -m tests.reference

# The vectors of our phrasings, as they come with the package: after each change of phrasings or of the model.
delivered: $(READY)
	$(BIN)/python -m tests.delivered

# Faults put into the core on purpose, one at a time: which of them do its tests notice? Takes about an hour.
mutants: $(READY)
	nice $(BIN)/python -m tests.mutants_run
	$(BIN)/python -m tests.mutants

# The core by its own tests: every line and every branch. Then all tests, in every process they start: 95 %.
coverage: $(READY)
	$(BIN)/python -m tests.core_coverage
	$(BIN)/python -m tests.all_coverage

# The core under every Python from 3.11 that this machine has: the same bytes (tests/versions.py).
versions: $(READY)
	$(BIN)/python -m tests.versions

test: $(READY)
	$(BIN)/python -m pytest -n 5 --dist worksteal

# Writes docs/benchmarks.md; on a machine that does nothing else meanwhile.
bench: $(READY)
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.scoring
	$(BIN)/python -m tests.reference

# Kills the bot at every step of a conversation, one by one; takes about half an hour.
crash: $(READY)
	$(BIN)/python -m tests.crash

# Two hundred pilots over eight weeks, a Slack that fails and a bot that is killed at random; about ten minutes.
torture: $(READY)
	$(BIN)/python -m tests.torture

# Three workspaces with the same people by id, and many random lives: does anything cross? Two minutes.
tenants: $(READY)
	TENANTS_LIVES=60 $(BIN)/python -m pytest tests/torture/test_tenants.py

# The same as in the tests, a hundred times over: what reads a request, against whatever may come. About an hour.
fuzz: $(READY)
	UNSTICK_FUZZ=100 nice $(BIN)/python -m pytest -q tests/fuzz

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m scoring check
	$(BIN)/python -m tests.bill
	$(BIN)/python -m tests.links
	$(BIN)/python -m pytest -q tests/unit/test_house.py tests/unit/test_import_rule.py tests/unit/test_locks.py

# The house in three figures: its longest module, circles of imports, and which room imports which.
house: $(READY)
	$(BIN)/python -m tests.unit.house

# The distributor's case in docs/examples: the report as PDF and picture, and the documents drafted from its facts.
documents: $(READY)
	mkdir -p docs/examples
	$(BIN)/unstick export --sheet $(EXAMPLE) --format pdf -o docs/examples/distributor.pdf
	$(BIN)/unstick export --sheet $(EXAMPLE) --format png -o docs/examples/distributor.png
	$(BIN)/python -m tests.digest_example
	$(BIN)/python -m tests.papers docs/examples

# What a security reviewer asks for, made from the code: docs/security-pack.pdf, .md and the bill of materials.
security-pack: $(READY)
	$(BIN)/unstick security-pack -o docs/security-pack.pdf

# The pictures in the README, taken from the running product.
pictures: $(READY)
	$(BIN)/python -m tests.browser.pictures

# Every message, short and long, in every language, drawn to be looked at: docs/pictures/contact-*.png.
contact-sheet: $(READY)
	$(BIN)/python -m tests.contact
