# make run serves the site on this machine; make test runs every test. Both do their own set-up.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin
# Only what was looked at when it was pinned, and nothing that would build itself here.
INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-deps
COMPILE := .venv/supply/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--annotation-style line --custom-compile-command 'make lock' $(RENEW)
# What a setting asks for.
OPTIONAL := requirements-akismet.txt requirements-social.txt requirements-s3.txt requirements-redis.txt
# One package of test data asks for another that only its own commands use.
WITHOUT := --no-emit-package faker --no-emit-package python-dateutil --no-emit-package text-unidecode

.PHONY: run test bench bench-thread lighthouse messages check format lock licences audit clean

run: .venv/runtime .env
	@mkdir -p var
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py createcachetable
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@$(BIN)/python manage.py load_content
	@echo "Read it at http://127.0.0.1:$(PORT)/ and write at http://127.0.0.1:$(PORT)/admin/ (Ctrl-C stops)."
	@trap 'kill $$server $$deliverer 2>/dev/null' INT TERM HUP; \
	export SITE_URL=http://127.0.0.1:$(PORT); \
	$(BIN)/python manage.py serve --port $(PORT) & server=$$!; \
	$(BIN)/python manage.py deliver --watch & deliverer=$$!; \
	wait $$server; status=$$?; \
	kill $$deliverer 2>/dev/null; wait; exit $$status

test: .venv/development
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(TESTS)

# On a new SQLite file, or with DATABASE_URL=postgres://... on a new database there.
bench-thread: .venv/development
	$(BIN)/python -m tests.benchmarks.thread

# Beside nginx, Wagtail and Isso; needs Debian's packages nginx-light and wrk.
bench: .venv/development
	$(BIN)/python -m tests.benchmarks $(WORKS)

# The scores of home, an article and a role; needs npm and Chromium, and a machine with nothing else to do.
lighthouse: .venv/development var/tools
	$(BIN)/python -m tests.lighthouse

# What the pages say today, into each catalogue; run again once it is translated. It needs GNU gettext.
messages: .venv/development
	ENV_FILE=/dev/null DEBUG=on $(BIN)/python manage.py makemessages --all --no-location --no-obsolete --no-wrap \
		--ignore .venv --ignore var --ignore tests
	ENV_FILE=/dev/null DEBUG=on $(BIN)/python manage.py compilemessages --ignore .venv

check: .venv/development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet templates
	git ls-files '*.py' | xargs $(BIN)/django-upgrade --target-version 5.2
	$(BIN)/python -m tests.secret_scan
	ENV_FILE=/dev/null DEBUG=on DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	ENV_FILE=/dev/null SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))") \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

format: .venv/development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The pins of requirements*.in with all that they bring along; RENEW=--upgrade takes what is new of that.
lock: .venv/supply
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) -c requirements.txt requirements-akismet.in -o requirements-akismet.txt
	$(COMPILE) -c requirements.txt requirements-social.in -o requirements-social.txt
	$(COMPILE) -c requirements.txt requirements-s3.in -o requirements-s3.txt
	$(COMPILE) -c requirements.txt requirements-redis.in -o requirements-redis.txt
	$(COMPILE) -c requirements.txt $(OPTIONAL:%=-c %) $(WITHOUT) requirements-dev.in -o requirements-dev.txt
	$(COMPILE) requirements-supply.in -o requirements-supply.txt
	$(COMPILE) tests/benchmarks/peers/requirements.in -o tests/benchmarks/peers/requirements.txt

licences: .venv/development
	$(BIN)/python -m tests.licences >docs/licences.md

# Asks for known holes in all that is pinned; what cannot be asked about fails as a hole does.
audit: .venv/supply
	.venv/supply/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off \
		$(patsubst %,-r %,$(wildcard requirements*.txt))

clean:
	rm -rf .venv

# The HTML checker and Lighthouse, pinned exactly. Both come by npm; the checker needs Java to run.
var/tools: Makefile
	npm install --prefix $@ --no-save --no-package-lock --ignore-scripts --silent vnu-jar@26.9.27 lighthouse@12.2.3 commonmark-spec@0.31.2
	@touch $@

.venv/runtime: requirements.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed.')"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python $(INSTALL) -r requirements.txt
	@touch $@

.venv/development: .venv/runtime requirements-dev.txt $(OPTIONAL)
	$(BIN)/python $(INSTALL) $(OPTIONAL:%=-r %) -r requirements-dev.txt
	@touch $@

.venv/supply: .venv/runtime requirements-supply.txt
	$(PYTHON) -m venv $@
	$@/bin/python $(INSTALL) -r requirements-supply.txt
	@touch $@

# This machine's own settings: a key nobody else has, and plain HTTP on the loopback address.
.env:
	@$(PYTHON) -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50)); print('HTTPS=off')" > $@.new
	@chmod 600 $@.new
	@mv $@.new $@
