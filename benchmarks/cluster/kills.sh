#!/usr/bin/env bash
# Random kills (SIGKILL) over the shards of a run, its joins, and the workers of a comparison, on this machine: nothing may be lost, nothing
# made twice, and every result must have the bytes of a single process. What it starts it ends.
#   benchmarks/cluster/kills.sh [ASSAY] [KILLS] [SEED]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
assay=$(realpath "${1:-.build/release/assay}")
wanted=${2:-200}
RANDOM=${3:-1}

place=$(mktemp -d)
pids=()
finish() {
  local pid
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$place"
}
trap finish EXIT

cat >"$place/corpus.jsonl" <<END
$(for n in $(seq 64); do echo "{\"instruction\": \"Say $n\", \"input\": \"\", \"output\": \"It is $((n * 7 % 40)).\"}"; done)
END
dtm() {
  cat >"$place/dtm.yaml" <<END
base: worlds/base
data: $place/corpus.jsonl
out: $place/dtm
k: 3
train: {preset: paper-text, max_length: 256, epochs: 2, batch_size: 4, lora: {rank: 4}}
merges: [linear, fisher]
statistics: 16
score: {preset: paper, groups: [{tasks: [arc_easy, openbookqa], limit: 10}]}
END
  "$assay" dtm --config "$place/dtm.yaml" --threads 1 "$@"
}
score=("$assay" score --model worlds/base --tasks arc,mmlu,race --preset paper --limit 12 --threads 1 --quiet)

# A process of the group, by its number: a shard, a worker, or a join that is tried again and again.
start() {
  case $1 in
  shard) "${score[@]}" --shard "$2/3" --out "$place/run" >/dev/null 2>"$place/log-$2" & ;;
  worker) "$assay" dtm --config "$place/dtm.yaml" --threads 1 --worker --worker-timeout 10 --quiet >/dev/null 2>"$place/log-$2" & ;;
  join) "$assay" join "$place/run" --watch --quiet >/dev/null 2>"$place/log-$2" & ;;
  esac
  pids[$2]=$!
}
kills=0
# Kills one of the running ones after a random while and starts it again; then waits for all.
disturb() {
  local kind=$1 count=$2 times=$3 victim
  for victim in $(seq "$count"); do start "$kind" "$victim"; done
  for _ in $(seq "$times"); do
    sleep "0.$((RANDOM % 9))$((RANDOM % 9 + 1))"
    victim=$((RANDOM % count + 1))
    if kill -9 "${pids[$victim]}" 2>/dev/null; then kills=$((kills + 1)); fi
    wait "${pids[$victim]}" 2>/dev/null || true
    start "$kind" "$victim"
  done
  for victim in $(seq "$count"); do
    wait "${pids[$victim]}" || { cat "$place/log-$victim" >&2; echo "error: $kind $victim failed" >&2; exit 1; }
  done
}

dtm --quiet >/dev/null
mv "$place/dtm" "$place/alone"
"${score[@]}" --out "$place/single" >/dev/null
rounds=0
while [ "$kills" -lt "$wanted" ]; do
  rounds=$((rounds + 1))
  rm -rf "$place/dtm" "$place/run"
  disturb worker 3 12
  diff -r --exclude=lock --exclude='timing.json*' "$place/alone" "$place/dtm"
  disturb shard 3 6
  disturb join 1 3
  for file in digest journal.jsonl results.json items.jsonl; do cmp "$place/single/$file" "$place/run/$file"; done
  echo "round $rounds: $kills kills, the bytes of one process"
done
