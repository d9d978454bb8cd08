#!/usr/bin/env bash
# test-debian.sh RELEASE [FILTER]: builds with the libraries and the Python of another release of Debian, and runs the sandbox's tests
# (or those that FILTER names) there. The toolchain is this machine's. Needs root, debootstrap and a way to the distribution's
# packages; MIRROR names another place for them. What is built stays in .build-RELEASE.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
release=$1
filter=${2-CodeExecutionTests}

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null || ! command -v swift >/dev/null; then
  echo "error: test-debian: needs root, debootstrap and swift" >&2
  echo "       a system is made in a temporary folder, and removed" >&2
  exit 1
fi

toolchain=$(realpath "$(dirname "$(realpath "$(command -v swift)")")/../..")
shared=$(realpath "${ASSAY_SHARED:-../shared}" 2>/dev/null || true)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$scratch/root
packages=$(sed -n '/^packages=(/,/^)/{/[()]/d;p}' Scripts/install-packages.sh | xargs | tr ' ' ',')
echo "$release: $packages"
debootstrap --variant=minbase "$release" "$root" ${MIRROR:+"$MIRROR"} >"$scratch/log" || { tail "$scratch/log"; exit 1; }
cp /etc/resolv.conf "$root/etc/"

# The packages that are there already need not be fetched.
mkdir -p .build ".build-$release"
for part in checkouts repositories artifacts workspace-state.json; do
  [ ! -e ".build/$part" ] || [ -e ".build-$release/$part" ] || cp -a ".build/$part" ".build-$release/"
done
binds=(--bind "$toolchain:/toolchain" --bind "$PWD:/assay+" --bind "$PWD/.build-$release:/assay/.build+")
[ ! -d "$shared" ] || binds+=(--bind "$shared:/shared")

Scripts/in-root.sh "$root" "${binds[@]}" bash -euo pipefail -c '
  export DEBIAN_FRONTEND=noninteractive PATH=/toolchain/usr/bin:$PATH
  apt-get update -qq
  compiler=$(apt-cache depends g++ | sed -n "s/.*Depends: g++-\([0-9]*\)$/\1/p")
  # Behind the first two lines: what the toolchain needs.
  apt-get install -qq --no-install-recommends ${1//,/ } "libstdc++-$compiler-dev" libc6-dev binutils git ca-certificates python3 \
    libxml2 libncurses6 libcurl4 libsqlite3-0 tzdata >/dev/null
  pkg-config --modversion python3-embed
  cd /assay
  swift build --build-tests --quiet
  swift test --skip-build --disable-xctest --filter "$2"' test-debian "$packages" "$filter"
