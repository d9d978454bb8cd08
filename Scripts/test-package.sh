#!/usr/bin/env bash
# test-package.sh FILE.deb: installs it in a fresh system of this release, with its dependencies and nothing else, and uses it there.
# Needs root, debootstrap and a way to the distribution's packages; MIRROR names another place for them.
set -euo pipefail
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
package=$(realpath "$1")

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
  echo "error: test-package: needs root and debootstrap" >&2
  echo "       a fresh system is made in a temporary folder, and removed" >&2
  exit 1
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$scratch/root
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
echo "a fresh $release, without a toolchain"
debootstrap --variant=minbase "$release" "$root" ${MIRROR:+"$MIRROR"} >"$scratch/log" || { tail "$scratch/log"; exit 1; }
cp /etc/resolv.conf "$root/etc/"
cp "$package" "$root/assay.deb"

cat >"$root/problems.jsonl" <<'END'
{"task_id": "t/0", "prompt": "def add(a, b):\n", "entry_point": "add", "test": "def check(candidate):\n    assert candidate(1, 2) == 3\n", "canonical_solution": "    return a + b\n"}
END
cat >"$root/samples.jsonl" <<'END'
{"task_id": "t/0", "completion": "    return a + b\n"}
{"task_id": "t/0", "completion": "    return a - b\n"}
END
printf '{"instruction": "Say %s.", "output": "%s"}\n' a b c d e f >"$root/corpus.jsonl"
for seed in 1 2; do
  printf 'model: model\ndata: /corpus.jsonl\nout: trained-%s\nupdates: 2\nlora: {rank: 2}\nseed: %s\n' $seed $seed \
    >"$root/train-$seed.yaml"
done

"$here/in-root.sh" "$root" bash -euo pipefail -c '
  export DEBIAN_FRONTEND=noninteractive TMPDIR=/var/tmp
  apt-get update -qq
  # As on a machine of a person, who reads manuals.
  rm -f /etc/dpkg/dpkg.cfg.d/*
  apt-get install -qq --no-install-recommends /assay.deb >/dev/null
  ! ldd /usr/bin/assay /usr/libexec/assay/assay-sandbox | grep -iE "swift|foundation|not found"
  assay --version
  assay doctor
  cd "$(mktemp -d)"
  assay import random model --seed 1
  assay score --model model --data fixtures --tasks arc,humaneval,mbpp --limit 3 --out run
  # Opens OpenBLAS, which is linked to by name alone.
  assay doctor | grep -E "OpenBLAS.*0\.3"
  for seed in 1 2; do assay train --config /train-$seed.yaml --quiet; done
  assay merge --method linear --base model --output svd --rank 2 --out merged trained-{1,2}/adapter
  assay execute /problems.jsonl /samples.jsonl | tee executed
  grep -q "0\.5" executed
  test -s /usr/share/man/man1/assay-score.1.gz
  bash -c "source /usr/share/bash-completion/completions/assay
    COMP_LINE=\"assay score --tasks mm\" COMP_POINT=22; _assay assay mm --tasks 2>/dev/null; echo \${COMPREPLY[*]}" | grep mmlu
  dpkg --remove assay >/dev/null
  ! ls /usr/bin/assay /usr/libexec/assay /usr/share/man/man1/assay* 2>/dev/null'
echo "installed, used and removed"
