# Habari. `make run` shows it at work on sample feeds, `make test` tries everything; both install what is missing.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
DEBUG = .build/debug
RELEASE = .build/release
SWIFT_FILES = Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources
# The C libraries that are linked, the tool that finds them, and what verifies the journal independently in a test.
PACKAGES = libcurl4-openssl-dev libxml2-dev libssl-dev libsqlite3-dev pkg-config python3

.PHONY: help setup build release run test torture sanitize fuzz format lint bench-parsing bench-classifying bench-storing bench-keeping bench-polling bench-endurance simulate-polling relevance check-relevance weights install uninstall clean

help:
	@echo "make run        build, poll the sample feeds of seeds/ once, show what was found"
	@echo "make test       build and pass every test"
	@echo "make bench-parsing  the parser's speed beside xmllint, sfeed, fastfeedparser and feedparser"
	@echo "make torture    kill the daemon 200 times under load, and look whether anything was lost"
	@echo "make sanitize   every test under the address sanitizer, with leaks, and under the thread sanitizer"
	@echo "make fuzz       attack the parser for ten minutes (TARGET=feed|item|page|text|date|outline, FUZZ_SECONDS)"
	@echo "make bench-classifying  how fast items are judged, beside grep for the same terms"
	@echo "make bench-storing  a store of a million items beside SQLite alone (ITEMS=$(ITEMS); KEEP=1 asks the last one)"
	@echo "make bench-keeping  how long backup, export, import and prune take"
	@echo "make bench-polling  a poll of a thousand local feeds, beside curl and newsboat (FEEDS=$(FEEDS))"
	@echo "make bench-endurance  what a daemon with ten thousand feeds holds in memory, for an hour (MINUTES=$(MINUTES))"
	@echo "make simulate-polling  what the learned intervals are worth, in simulated months of recorded and made feeds"
	@echo "make relevance  how well they are judged, beside two baselines; REAL=FILE adds labelled items of your own"
	@echo "make install    install commands, configuration and systemd unit (PREFIX=$(PREFIX), DESTDIR)"
	@echo "make format     format all sources; make lint only checks them"

# --- what a fresh Debian or Ubuntu machine lacks ------------------------------------------------------------

setup:
	@command -v $(SWIFT) >/dev/null || { \
	  echo "Habari needs a Swift 6.2 toolchain or newer: see https://www.swift.org/install/linux/" >&2; exit 1; }
	@if pkg-config --exists libcurl libxml-2.0 libcrypto sqlite3 2>/dev/null && command -v python3 >/dev/null; then :; else \
	  command -v apt-get >/dev/null || { echo "install these or their like: $(PACKAGES)" >&2; exit 1; }; \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  echo "installing $(PACKAGES)" >&2; \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null; fi

build: setup
	$(SWIFT) build

release: setup
	$(SWIFT) build -c release --static-swift-stdlib

# --- the two commands of a newcomer ---------------------------------------------------------------------------

# The sample feeds are files, so that this works where there is no network.
run: build
	@mkdir -p run
	@sh seeds/make-opml.sh seeds > run/feeds.opml
	@cp seeds/habari.toml run/habari.toml
	$(DEBUG)/habarid --config run/habari.toml --once
	$(DEBUG)/habari --config run/habari.toml query

# End-to-end tests start the built commands; the import check refuses a room that reaches into another.
test: setup
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test --skip-build --parallel

# Each sanitizer has a build of its own; see Tests/Sanitizing.
sanitize: setup
	SWIFT="$(SWIFT)" Tests/Sanitizing/run.sh

# What is found stands in .build/fuzz/findings; see Tests/Fuzzing.
TARGET ?= feed
FUZZ_SECONDS ?= 600
fuzz: setup
	SWIFTC="$(SWIFT)c" Tests/Fuzzing/run.sh $(TARGET) $(FUZZ_SECONDS)

# The daemon is killed 200 times at random moments under load; make test does it 20 times.
torture: setup
	$(SWIFT) build --build-tests
	HABARI_KILLS=200 $(SWIFT) test --skip-build --filter 'DaemonTests/killed'

# --- the look of the code ---------------------------------------------------------------------------------------

format:
	$(SWIFT) format --in-place --recursive --parallel $(SWIFT_FILES)

lint:
	$(SWIFT) format lint --strict --recursive --parallel $(SWIFT_FILES)

# --- measures: each prints its figures beside a peer's, from one run --------------------------------------------

bench-parsing: setup
	@for tool in xmllint sfeed; do command -v $$tool >/dev/null || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; $$sudo apt-get update -qq && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libxml2-utils sfeed python3-venv >/dev/null; break; }; done
	python3 Benchmarks/parsing.py

bench-classifying: setup
	python3 Benchmarks/classifying.py

# ITEMS=20000 for a try; KEEP=1 asks the store of the run before.
ITEMS ?= 1000000
bench-storing: setup
	@command -v sqlite3 >/dev/null || { sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; $$sudo apt-get update -qq && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq sqlite3 >/dev/null; }
	python3 Benchmarks/storing.py $(ITEMS)

bench-keeping: setup
	@command -v sqlite3 >/dev/null || { sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; $$sudo apt-get update -qq && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq sqlite3 >/dev/null; }
	python3 Benchmarks/keeping.py

# nginx serves the feeds, curl and newsboat fetch them for comparison.
FEEDS ?= 1000
bench-polling: release servers
	python3 Benchmarks/polling.py $(FEEDS)

# Each feed is asked every five minutes: the least interval unless told.
MINUTES ?= 60
bench-endurance: release servers
	python3 Benchmarks/endurance.py $(MINUTES) 10000 300

.PHONY: servers
servers:
	@for tool in nginx newsboat curl; do command -v $$tool >/dev/null || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; $$sudo apt-get update -qq && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light newsboat curl >/dev/null; break; }; done

# Simulated time: seconds for years. The first table is of recorded times, the second of feeds of known habits.
simulate-polling: setup
	$(SWIFT) build -c release --package-path Benchmarks --product polling-simulation
	Benchmarks/.build/release/polling-simulation Benchmarks/publishing-times
	Benchmarks/.build/release/polling-simulation made

# Relevance beside its baselines; REAL names a file of real labelled items, which are not part of this repository.
relevance: release
	@[ -x Benchmarks/.build/venv/bin/python ] || python3 -m venv Benchmarks/.build/venv
	@Benchmarks/.build/venv/bin/python -c 'import sklearn' 2>/dev/null || \
	  Benchmarks/.build/venv/bin/pip install --quiet scikit-learn
	Benchmarks/.build/venv/bin/python Benchmarks/relevance.py $(REAL)

# The figures of relevance against those recorded in seeds/labelled/figures.json.
check-relevance: build
	HABARI_BIN=$(DEBUG) python3 Benchmarks/relevance.py --check

# The weights, fitted anew to the labelled items; the same lexicon and items give the same file.
weights: build
	$(DEBUG)/habari train seeds/labelled/dev.jsonl seeds/labelled/more-1.jsonl seeds/labelled/more-2.jsonl \
	  --out Config/lexicon/weights.toml

# --- a place on the system --------------------------------------------------------------------------------------

install: release
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/habari/lexicon $(DESTDIR)$(PREFIX)/share/doc/habari \
	  $(DESTDIR)$(PREFIX)/lib/systemd/system $(DESTDIR)$(PREFIX)/lib/sysusers.d $(DESTDIR)$(PREFIX)/lib/tmpfiles.d \
	  $(DESTDIR)/etc/habari
	install -s $(RELEASE)/habarid $(RELEASE)/habari $(DESTDIR)$(PREFIX)/bin/
	install -m 644 Config/lexicon.toml $(DESTDIR)$(PREFIX)/share/habari/
	install -m 644 Config/lexicon/*.toml $(DESTDIR)$(PREFIX)/share/habari/lexicon/
	install -m 644 README.md ARCHITECTURE.md CHANGELOG.md LICENSE docs/*.md $(DESTDIR)$(PREFIX)/share/doc/habari/
	sed 's#@PREFIX@#$(PREFIX)#g' systemd/habarid.service > $(DESTDIR)$(PREFIX)/lib/systemd/system/habarid.service
	chmod 644 $(DESTDIR)$(PREFIX)/lib/systemd/system/habarid.service
	install -m 644 systemd/habari.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/habari.conf
	install -m 644 systemd/habari.tmpfiles $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/habari.conf
	@# The administrator's own files are never overwritten.
	@for file in habari.toml feeds.opml; do \
	  [ -e $(DESTDIR)/etc/habari/$$file ] || install -m 644 Config/$$file $(DESTDIR)/etc/habari/$$file; done
	@# On a running system the user and the folder are made at once; into a DESTDIR only files go.
	@if [ -z "$(DESTDIR)" ] && [ -d /run/systemd/system ]; then systemd-sysusers habari.conf && \
	  systemd-tmpfiles --create habari.conf && systemctl daemon-reload && \
	  echo "installed; start it with: systemctl enable --now habarid"; fi

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/habarid $(DESTDIR)$(PREFIX)/bin/habari \
	  $(DESTDIR)$(PREFIX)/lib/systemd/system/habarid.service $(DESTDIR)$(PREFIX)/lib/sysusers.d/habari.conf \
	  $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/habari.conf
	rm -rf $(DESTDIR)$(PREFIX)/share/habari $(DESTDIR)$(PREFIX)/share/doc/habari

clean:
	rm -rf .build run
