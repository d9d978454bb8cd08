# `make` lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

# Every import of a Swift module must be declared in Package.swift.
check := --explicit-target-dependency-import-check error
# Progress for people, errors only for logs.
quiet := $(shell [ -t 2 ] || echo --quiet)
sources := Package.swift Sources Tests benchmarks
assay := .build/release/assay

# Of this folder's own repository, with a + where files differ from it; empty without one. It reaches one small file alone.
commit := $(shell [ ! -e .git ] || git describe --always --exclude='*' --abbrev=12 --dirty=+ 2>/dev/null)
# Swift's libraries are linked statically: who runs a release build needs no toolchain.
release_build = ASSAY_COMMIT=$(commit) swift build --configuration release --static-swift-stdlib

# Where `make install` puts things. DESTDIR goes before all of it. assay looks for its sandbox beside its own folder, so that what is
# installed may be moved as a whole.
PREFIX ?= /usr/local
DESTDIR ?=
installed = $(DESTDIR)$(PREFIX)
bash_completions ?= share/bash-completion/completions
zsh_completions ?= share/zsh/site-functions
fish_completions ?= share/fish/vendor_completions.d

# The folder in which `make world` works; runs/ is ignored.
world := runs/world

# Official files for `make real`, and how many items of each task.
DATA ?= data
LIMIT ?= 40

.PHONY: help demo world study real test parity tables simulation fuzz peers cluster lint format packages release install uninstall package test-package \
  test-debian build-tests clean

help:
	@echo 'make demo     install what is missing, build, Disperse-Then-Merge in a small world, with its controls'
	@echo 'make world    remake the small world and the base that was trained on it, and compare with worlds/base'
	@echo 'make study    the study over five small worlds, two hours; stopped, it goes on'
	@echo 'make real     DATA=data LIMIT=40: a real model, SmolLM2-135M-Instruct in Q4_1, fetched and scored on all nine benchmarks'
	@echo 'make test     install what is missing, build, lint, run all tests'
	@echo 'make parity   only the tests that compare with ../shared'
	@echo 'make tables   write the tables of documents that the program knows'
	@echo 'make simulation  the gate on drawn suites: false alarms and power, into docs/gate-simulation.md'
	@echo 'make fuzz     COUNT=100000 damaged files for each reader; .build/fuzz says which was at work'
	@echo 'make peers    other tools and Assay on the same work; ONLY=lora,merging,...  QUICK=1'
	@echo 'make cluster  a run in shards by a real Slurm and by MPI, on this machine (docs/shards.md); packages slurm-wlm and mpich'
	@echo 'make release  build .build/release/assay and assay-perf'
	@echo 'make install  PREFIX=/usr/local DESTDIR=; make uninstall takes it away again (docs/install.md)'
	@echo 'make package  a .deb of it; make test-package installs and uses that in a fresh system; as root'
	@echo 'make test-debian  RELEASE=trixie: build and sandbox tests with that release and its Python; as root'
	@echo 'make lint     formatting, and the rules of the house'
	@echo 'make format   put the sources in order'
	@echo 'make clean    remove what was built'

demo: packages
	@$(release_build) --product assay $(quiet)
	@$(release_build) --product assay-sandbox $(quiet)
	@rm -rf runs/demo
	@$(assay) world --out runs/demo/world --seed 1
	@$(assay) dtm --config worlds/demo.yaml
	@printf '\nIs the merge worse than its base? assay gate says so by its exit code.\n\n'
	@code=0; $(assay) gate 'runs/demo/dtm#base' 'runs/demo/dtm#random, linear' --json runs/demo/gate.json || code=$$?; echo "exit code $$code"; [ $$code -le 3 ]
	@echo
	@$(assay) report runs/demo/dtm --html runs/demo/report.html --gate runs/demo/gate.json >runs/demo/report.txt
	@echo 'runs/demo/report.html is a page of all that, for the browser.'
	@echo 'runs/demo/world is the world, runs/demo/dtm holds all models and runs; docs/score.md says how to score a real checkpoint.'

# From nothing to the committed base, byte for byte.
world: packages
	@$(release_build) --product assay $(quiet)
	@rm -rf $(world)
	@$(assay) world --out $(world) --seed 1
	@$(assay) tokenizer train $(world)/tokenizer.model --data $(world)/pretraining/corpus.jsonl --pieces 1400
	@time $(assay) train --config worlds/base.yaml
	@cmp $(world)/base/model/model.safetensors worlds/base/model.safetensors
	@echo '$(world)/base/model is worlds/base, to the byte'

study: packages
	@$(release_build) --product assay $(quiet)
	@$(release_build) --product assay-sandbox $(quiet)
	@$(assay) study --config benchmarks/studies/small-world.yaml

# 98 MB into runs/real, which is ignored; it stays there.
real: packages
	@$(release_build) --product assay $(quiet)
	@$(release_build) --product assay-sandbox $(quiet)
	@Scripts/fetch-real.sh runs/real
	@time $(assay) score --model runs/real/SmolLM2-135M-Instruct.Q4_1.gguf --data $(DATA) --limit $(LIMIT) \
	  --out runs/real/limit-$(LIMIT)

test: build-tests lint
	@Scripts/run-tests.sh

parity: build-tests
	@Scripts/run-tests.sh --parity

# The tables of documents that the program knows.
tables: build-tests
	@ASSAY_WRITE_TABLES=1 swift test --skip-build --disable-xctest --filter 'DocumentTests/'

# Draws suites by the thousand, half an hour of two cores.
simulation: build-tests
	@ASSAY_SIMULATE=$(CURDIR)/docs/gate-simulation.md swift test --skip-build --disable-xctest --filter SimulationDocumentTests

# All suites called …FuzzTests, wherever they lie. A target's file .build/fuzz/NAME.at holds the number of the document at work,
# NAME.done what came of all. After a trap ASSAY_FUZZ_FROM=NUMBER ASSAY_FUZZ_COUNT=1 makes that document again; SKIP=NAME,NAME leaves
# targets out. Tests/PipelinesTests/Fuzzing/FuzzedReaders.swift lists the readers. Suites without targets (gzip, CSV, journals, the
# judge's pipe) try COUNT documents, too, but never fewer than their tests do.
COUNT ?= 100000
fuzz: build-tests
	@ASSAY_FUZZ_COUNT=$(COUNT) ASSAY_FUZZ_FROM=$(or $(FROM),0) ASSAY_FUZZ_SKIP=$(SKIP) swift test --skip-build --disable-xctest --filter '[A-Za-z]+Tests[.][A-Za-z]*FuzzTests/'
	@cat .build/fuzz/*.done

# Debian's Slurm and MPICH, where they can be had; without them the check says so and is skipped.
cluster: release
	@command -v slurmctld /usr/sbin/slurmctld mpiexec.hydra >/dev/null || apt-get install -y -qq --no-install-recommends slurm-wlm mpich >/dev/null 2>&1 || true
	@benchmarks/cluster/check.sh $(assay)
	@benchmarks/cluster/kills.sh $(assay)

# Installs the peers below .build when it is run for the first time.
peers:
	@[ -n "$${ASSAY_BINARY:-}" ] || $(MAKE) --no-print-directory release
	@python3 benchmarks/peers $(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick)

build-tests: packages
	@Scripts/list-fixtures.sh
	@swift build --build-tests $(check) $(quiet)

# The programs alone: what only tests use cannot be built so.
release: packages
	@Scripts/list-fixtures.sh
	@for program in assay assay-sandbox assay-perf; do $(release_build) --product $$program $(check) $(quiet); done

# What `make release` has built; it is built where it is not there. So `sudo make install` needs no toolchain.
install: $(if $(wildcard $(assay)),,release)
	@rm -rf .build/share
	@mkdir -p .build/share
	@$(assay) man --out .build/share/man1
	@for shell in bash zsh fish; do $(assay) completions $$shell > .build/share/assay.$$shell; done
	@install -d '$(installed)'/{bin,libexec/assay,share/man/man1,$(bash_completions),$(zsh_completions),$(fish_completions)}
	@install -m 755 $(assay) '$(installed)/bin/'
	@install -m 755 $(dir $(assay))assay-sandbox '$(installed)/libexec/assay/'
	@install -m 644 .build/share/man1/* '$(installed)/share/man/man1/'
	@install -m 644 .build/share/assay.bash '$(installed)/$(bash_completions)/assay'
	@install -m 644 .build/share/assay.zsh '$(installed)/$(zsh_completions)/_assay'
	@install -m 644 .build/share/assay.fish '$(installed)/$(fish_completions)/assay.fish'

uninstall:
	@rm -f '$(installed)/bin/assay' '$(installed)/$(bash_completions)/assay' '$(installed)/$(zsh_completions)/_assay' \
	  '$(installed)/$(fish_completions)/assay.fish' '$(installed)'/share/man/man1/{assay.1,assay-*.1}
	@rm -rf '$(installed)/libexec/assay'

package: release
	@Scripts/make-package.sh

test-package: package
	@Scripts/test-package.sh .build/package/*.deb

RELEASE ?= trixie
test-debian:
	@Scripts/test-debian.sh $(RELEASE)

lint:
	@Scripts/lint-floors.sh
	@swift format lint --strict --parallel --recursive $(sources)

format:
	@swift format --in-place --parallel --recursive $(sources)

packages:
	@Scripts/install-packages.sh

clean:
	rm -rf .build
