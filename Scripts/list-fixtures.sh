#!/usr/bin/env bash
# Writes the list of what benchmarks/fixtures holds into Sources/CFixtures/fixtures.inc, by which the files get into the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

list=Sources/CFixtures/fixtures.inc
new=$(
  echo '// Made by Scripts/list-fixtures.sh from the folder benchmarks/fixtures.'
  find benchmarks/fixtures -type f ! -name README.md | LC_ALL=C sort | while IFS= read -r file; do
    printf '#define FIXTURE "../../%s"\n#include "embed.inc"\n' "$file"
  done
)
# Left alone where nothing changed: a new time would build it anew.
[ "$new" = "$(cat "$list" 2>/dev/null)" ] || printf '%s\n' "$new" >"$list"
