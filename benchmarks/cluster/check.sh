#!/usr/bin/env bash
# A run in shards by a real Slurm, on this machine: a controller and two nodes on loopback, an array of four tasks, one of which is cancelled
# and requeued, and the join as a dependent job; then the same by MPI's launcher, and with another number of shards in the middle; then the scripts of
# 'assay cluster slurm', for a run and for the workers of a comparison, one of which is killed. Each must give the digest, or the bytes, of one process. What it starts it ends.
#   benchmarks/cluster/check.sh [ASSAY]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
assay=$(realpath "${1:-.build/release/assay}")
for tool in slurmctld slurmd sbatch scancel scontrol squeue mpiexec.hydra; do
  command -v "$tool" >/dev/null || PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || {
    echo "skipped: $tool is not here; Debian's slurm-wlm and mpich have what is needed"
    exit 0
  }
done
PATH=$PATH:/usr/sbin

place=$(mktemp -d)
pids=()
finish() {
  local pid
  scancel --user="$(id -un)" --signal=KILL --full 2>/dev/null || true
  scancel --user="$(id -un)" 2>/dev/null || true
  for _ in $(seq 20); do
    [ -n "$(squeue -h 2>/dev/null)" ] || break
    sleep 0.5
  done
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$place"
}
trap finish EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
host=$(hostname -s)
mkdir -p "$place/state" "$place/spool-n0" "$place/spool-n1"
cat >"$place/slurm.conf" <<END
ClusterName=check
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool-%n
SlurmctldPidFile=$place/slurmctld.pid
SlurmdPidFile=$place/slurmd-%n.pid
SlurmctldLogFile=$place/slurmctld.log
SlurmdLogFile=$place/slurmd-%n.log
MessageTimeout=60
ReturnToService=2
NodeName=n0 NodeHostname=$host NodeAddr=127.0.0.1 Port=$(free_port) CPUs=1 RealMemory=16000 State=UNKNOWN
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$(free_port) CPUs=1 RealMemory=16000 State=UNKNOWN
PartitionName=all Nodes=n0,n1 Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF=$place/slurm.conf
slurmctld -D -c >/dev/null 2>&1 &
pids+=($!)
for node in n0 n1; do
  slurmd -D -N "$node" >/dev/null 2>&1 &
  pids+=($!)
done
for _ in $(seq 120); do
  [ "$(sinfo -h -o '%T' 2>/dev/null)" != idle ] || break
  sleep 0.5
done
if [ "$(sinfo -h -o '%T' 2>/dev/null)" != idle ]; then
  tail -n 5 "$place"/*.log
  echo 'error: Slurm does not start on this machine' >&2
  exit 1
fi

score=("$assay" score --model worlds/base --tasks arc,mmlu,race,gsm8k,bbh --preset paper --threads 1 --quiet)
"${score[@]}" --out "$place/single" >/dev/null
same() {
  cmp "$place/single/digest" "$1/digest"
  cmp "$place/single/journal.jsonl" "$1/journal.jsonl"
  echo "$2: the digest of one process"
}

# As docs/shards.md has it.
cat >"$place/array.sh" <<END
#!/bin/bash
#SBATCH --array=3-9:2
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=$place/task-%a.log
if [ "\$SLURM_ARRAY_TASK_ID" = 5 ] && [ "\${SLURM_RESTART_COUNT:-0}" = 0 ]; then
  # Begins, and is then cancelled from outside.
  touch "$place/begun"
  sleep 600
fi
exec $(printf '%q ' "${score[@]}") --shard auto --out "$place/array"
END
array=$(sbatch --parsable "$place/array.sh")
join=$(sbatch --parsable --dependency="afterok:$array" --output="$place/join.log" --wrap "$(printf '%q ' "$assay" join "$place/array" --quiet)")
for _ in $(seq 240); do
  [ ! -e "$place/begun" ] || [ ! -e "$place/array/shard-1-of-4/run.json" ] || break
  sleep 0.5
done
code=0
"$assay" join "$place/array" >/dev/null 2>"$place/early" || code=$?
[ "$code" = 3 ] || { cat "$place/early" >&2; echo "error: an early join ended with $code, not 3" >&2; exit 1; }
scontrol requeue "${array}_5"
for _ in $(seq 600); do
  [ -n "$(squeue -h -j "$join" 2>/dev/null)" ] || break
  sleep 0.5
done
if grep -a '^error:' "$place"/task-*.log "$place/join.log"; then exit 1; fi
same "$place/array" "array of 4 on two nodes, one task requeued, joined by a dependent job"

mpiexec.hydra -np 3 "${score[@]}" --shard auto --out "$place/mpi" >/dev/null
"$assay" join "$place/mpi" --quiet >/dev/null
same "$place/mpi" 'mpiexec with 3 ranks'

"${score[@]}" --shard 2/4 --out "$place/changed" >/dev/null
"${score[@]}" --shard 4/4 --out "$place/changed" >/dev/null
for number in 1 2 3; do "${score[@]}" --shard "$number/3" --out "$place/changed" >/dev/null; done
"$assay" join "$place/changed" --quiet >/dev/null
same "$place/changed" '4 shards and then 3'

# The scripts that assay writes call it by its name.
mkdir "$place/bin"
ln -s "$assay" "$place/bin/assay"
ln -s "$(dirname "$assay")/assay-sandbox" "$place/bin/assay-sandbox"
export PATH=$place/bin:$PATH
ended() {
  for _ in $(seq 2400); do
    [ -n "$(squeue -h 2>/dev/null)" ] || return 0
    sleep 0.5
  done
  squeue >&2
  echo 'error: jobs that do not end' >&2
  exit 1
}
log="--sbatch=--output=$place/%x-%A_%a.log"
assay cluster slurm --array 4 --cpus 1 --measure 2 --mem 2G "$log" "${score[@]:1:7}" --out "$place/script" >"$place/run.sh"
bash "$place/run.sh"
ended
same "$place/script" "the script of 'assay cluster slurm'"

cat >"$place/corpus.jsonl" <<END
$(for n in $(seq 64); do echo "{\"instruction\": \"Say $n\", \"input\": \"\", \"output\": \"It is $((n * 7 % 40)).\"}"; done)
END
cat >"$place/dtm.yaml" <<END
base: worlds/base
data: $place/corpus.jsonl
out: $place/dtm
k: 3
train: {preset: paper-text, max_length: 256, epochs: 2, batch_size: 4, lora: {rank: 4}}
merges: [linear, fisher]
statistics: 16
score: {preset: paper, groups: [{tasks: [arc_easy, openbookqa, gsm8k], limit: 10}]}
END
assay dtm --config "$place/dtm.yaml" --threads 1 --quiet >"$place/alone.txt"
mv "$place/dtm" "$place/alone"
assay cluster slurm --array 3 --cpus 1 --mem 2G --minutes 60 "$log" dtm --config "$place/dtm.yaml" --quiet >"$place/dtm.sh"
bash "$place/dtm.sh"
# A node fails: its task is killed without a word and put into the queue again.
for _ in $(seq 240); do
  [ "$(ls "$place/dtm/artefacts" 2>/dev/null | grep -c '^adapter-.*[0-9a-f]$')" -lt 2 ] || break
  sleep 0.25
done
victim=$(squeue -h -t R -o '%A' | head -n 1)
[ -z "$victim" ] || scontrol requeue "$victim"
ended
# The one that was put back says that it was interrupted.
if grep -ah '^error:' "$place"/assay-*.log | grep -v 'interrupted'; then exit 1; fi
diff -r --exclude=lock --exclude='timing.json*' "$place/alone" "$place/dtm"
echo "a comparison by an array of workers, one of them requeued: the bytes of one process"
