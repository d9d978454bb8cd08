#!/usr/bin/env bash
# Runs what `swift build --build-tests` has built. With --parity: only the suites that compare with ../shared, which are
# those of all files that ask whether it is there. Prints each test as it ends, and not as it starts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

filter=()
if [ "${1-}" = --parity ]; then
  suites=$(grep -l 'TestSupport\.shared' Tests/*/*Tests.swift \
    | xargs grep -ohE 'struct [[:alnum:]]+Tests' | cut -d' ' -f2 | sort -u | paste -sd'|')
  filter=(--filter "\.($suites)/")
fi

# A test may start with arguments that have line ends in them.
swift test --skip-build --disable-xctest "${filter[@]}" 2>&1 | awk '
  /^◇/ { starting = !/started\.$/; next }
  /^(✔|✘|➜|↳|Fatal error)/ { starting = 0 }
  starting { if (/started\.$/) starting = 0; next }
  { print }'
