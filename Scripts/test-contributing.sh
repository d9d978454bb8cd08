#!/usr/bin/env bash
# Adds the benchmark and the merge method of CONTRIBUTING.md to a scratch copy, from the very text of it, builds that, and asks and merges
# with them. The copy is laid over this folder, for this process alone, where the system allows that: then only what changed is built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD

if [ -z "${ASSAY_SCRATCH:-}" ]; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  mkdir "$scratch/upper" "$scratch/work"
  lay='mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$1"'
  if [ -d .build ] && unshare -rm bash -c "$lay" lay "$root" "$scratch" 2>/dev/null; then
    ASSAY_SCRATCH=$scratch unshare -rm bash -c "$lay"' && cd "$1" && exec "$1/Scripts/test-contributing.sh"' lay "$root" "$scratch"
  else
    git ls-files -z | xargs -0 cp --parents -t "$scratch/upper"
    ASSAY_SCRATCH=$scratch "$scratch/upper/Scripts/test-contributing.sh"
  fi
  exit
fi

# What stands in a fenced block goes into the file that the text before it names last.
awk '
  /^   ```[a-z]*$/ && !inside { inside = 1; lines = ""; next }
  /^   ```$/ && inside {
    inside = 0
    if (file ~ /^(benchmarks|Sources|Tests)\//) {
      folder = file; sub(/[^\/]*$/, "", folder); system("mkdir -p " folder)
      if (file ~ /Goldens/) sub(/\n$/, "", lines)
      printf "%s", lines > file; close(file); print "made " file
    }
    next
  }
  inside { sub(/^   /, ""); lines = lines $0 "\n"; next }
  { while (match($0, /`(benchmarks|Sources|Tests)\/[^`]*\.[a-z]+`/)) { file = substr($0, RSTART + 1, RLENGTH - 2); $0 = substr($0, RSTART + RLENGTH) } }
' CONTRIBUTING.md
add() { # a line into the list that begins so in a file
  grep -q "$2" "$1"
  sed -i "0,/$2/s//&\n    $3/" "$1"
  grep -q "^    $3" "$1"
  echo "added $3 to $1"
}
grep -q '`Benchmark.all`, in `benchmarks/Suite.swift`: `.evenness,`' CONTRIBUTING.md
add benchmarks/Suite.swift 'static let all: \[Benchmark\] = \[' '.evenness,'
grep -q '`MergeMethod.all`, in `Sources/Merging/MergeMethod.swift`: `median,`' CONTRIBUTING.md
add Sources/Merging/MergeMethod.swift 'static let all: \[MergeMethod\] = \[' 'median,'

Scripts/list-fixtures.sh
swift build --product assay --quiet
swift build --product assay-sandbox --quiet
assay=.build/debug/assay
out=$ASSAY_SCRATCH/out
mkdir "$out"

golden=$(sha256sum <Tests/BenchmarksTests/Goldens/evenness@page.txt | cut -d' ' -f1)
$assay tasks evenness | grep -q "prompt sha256 *$golden"
$assay score --model worlds/base --tasks evenness --data fixtures --out "$out/run" >"$out/table"
grep evenness "$out/table"
for seed in 1 2 3; do $assay import random "$out/$seed" --seed "$seed" >/dev/null; done
cat >"$out/merge.yaml" <<EOF
merge_method: median
base_model: $out/1
parameters: {strength: 0.5}
models: [{model: $out/2}, {model: $out/3}]
EOF
$assay merge --config "$out/merge.yaml" --out "$out/merged" | head -1
