# `make` lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

# Every import of a Swift module must be declared in Package.swift.
check := --explicit-target-dependency-import-check error
# Progress for people, errors only for logs.
quiet := $(shell [ -t 2 ] || echo --quiet)
sources := Package.swift Sources Tests benchmarks
assay := .build/release/assay

# The folder in which `make world` works; runs/ is ignored.
world := runs/world

.PHONY: help demo world study test parity fuzz peers lint format packages release build-tests clean

help:
	@echo 'make demo     install what is missing, build, Disperse-Then-Merge in a small world, with its controls'
	@echo 'make world    remake the small world and the base that was trained on it, and compare with worlds/base'
	@echo 'make study    the study over five small worlds, two hours; stopped, it goes on'
	@echo 'make test     install what is missing, build, lint, run all tests'
	@echo 'make parity   only the tests that compare with ../shared'
	@echo 'make fuzz     COUNT=100000 damaged files for each reader; .build/fuzz says which was at work'
	@echo 'make peers    other tools and Assay on the same work; ONLY=lora,merging,...  QUICK=1'
	@echo 'make release  build .build/release/assay and assay-perf'
	@echo 'make lint     formatting, and the rules of the house'
	@echo 'make format   put the sources in order'
	@echo 'make clean    remove what was built'

demo: packages
	@swift build --configuration release --product assay $(quiet)
	@swift build --configuration release --product assay-sandbox $(quiet)
	@rm -rf runs/demo
	@$(assay) world --out runs/demo/world --seed 1
	@$(assay) dtm --config worlds/demo.yaml
	@echo
	@echo 'runs/demo/world is the world, runs/demo/dtm holds all models and runs; docs/score.md says how to score a real checkpoint.'

# From nothing to the committed base, byte for byte.
world: packages
	@swift build --configuration release --product assay $(quiet)
	@rm -rf $(world)
	@$(assay) world --out $(world) --seed 1
	@$(assay) tokenizer train $(world)/tokenizer.model --data $(world)/pretraining/corpus.jsonl --pieces 1400
	@time $(assay) train --config worlds/base.yaml
	@cmp $(world)/base/model/model.safetensors worlds/base/model.safetensors
	@echo '$(world)/base/model is worlds/base, to the byte'

study: packages
	@swift build --configuration release --product assay $(quiet)
	@swift build --configuration release --product assay-sandbox $(quiet)
	@$(assay) study --config benchmarks/studies/small-world.yaml

test: build-tests lint
	@Scripts/run-tests.sh

parity: build-tests
	@Scripts/run-tests.sh --parity

# Each reader's file .build/fuzz/NAME.at holds the number of the document at work, NAME.done what came of all. After a trap
# ASSAY_FUZZ_FROM=NUMBER ASSAY_FUZZ_COUNT=1 makes that document again. Tests/PipelinesTests/Fuzzing/FuzzedReaders.swift lists the readers.
COUNT ?= 100000
fuzz: build-tests
	@ASSAY_FUZZ_COUNT=$(COUNT) ASSAY_FUZZ_FROM=$(or $(FROM),0) swift test --skip-build --disable-xctest --filter '(Pipelines|Training)Tests[.][A-Za-z]*FuzzTests/'
	@cat .build/fuzz/*.done

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
