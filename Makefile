# `make` lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

# Every import of a Swift module must be declared in Package.swift.
check := --explicit-target-dependency-import-check error
# Progress for people, errors only for logs.
quiet := $(shell [ -t 2 ] || echo --quiet)
sources := Package.swift Sources Tests benchmarks
assay := .build/release/assay

.PHONY: help demo test parity peers lint format packages release build-tests clean

help:
	@echo 'make demo     install what is missing, build, score a random tiny model on the built-in fixtures'
	@echo 'make test     install what is missing, build, lint, run all tests'
	@echo 'make parity   only the tests that compare with ../shared'
	@echo 'make peers    other tools and Assay on the same work; ONLY=lora,merging,...  QUICK=1'
	@echo 'make release  build .build/release/assay and assay-perf'
	@echo 'make lint     formatting, and the rules of the house'
	@echo 'make format   put the sources in order'
	@echo 'make clean    remove what was built'

demo: packages
	@swift build --configuration release --product assay $(quiet)
	@swift build --configuration release --product assay-sandbox $(quiet)
	@rm -rf .build/demo
	@$(assay) import random .build/demo/model --seed 1 >/dev/null
	@$(assay) score --model .build/demo/model --preset paper --data fixtures --out runs/demo --fresh
	@echo
	@echo 'The weights are random, and a dozen questions a benchmark are few: chance level is what to expect.'
	@echo 'runs/demo holds the run; README.md says what is in it, and how to score a real checkpoint.'

test: build-tests lint
	@Scripts/run-tests.sh

parity: build-tests
	@Scripts/run-tests.sh --parity

# Installs the peers below .build when it is run for the first time.
peers:
	@[ -n "$${ASSAY_BINARY:-}" ] || $(MAKE) --no-print-directory release
	@python3 benchmarks/peers $(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick)

build-tests: packages
	@swift build --build-tests $(check) $(quiet)

release: packages
	@swift build --configuration release $(check) $(quiet)

lint:
	@Scripts/lint-floors.sh
	@swift format lint --strict --parallel --recursive $(sources)

format:
	@swift format --in-place --parallel --recursive $(sources)

packages:
	@Scripts/install-packages.sh

clean:
	rm -rf .build
