#!/usr/bin/env bash
# Installs the Debian packages that the build needs, those only that are missing.
set -euo pipefail

packages=(
  libarchive-dev libcurl4-openssl-dev libmicrohttpd-dev libonig-dev libopenblas-dev libpython3-dev libseccomp-dev libsentencepiece-dev libssl-dev
  libutf8proc-dev zlib1g-dev pkg-config
)

if ! command -v swift >/dev/null; then
  echo "error: swift: is not in the PATH" >&2
  echo "       Swift 6.1 or later must be installed, see https://www.swift.org/install" >&2
  exit 1
fi

if ! command -v dpkg-query >/dev/null; then
  echo "note: this is no Debian; the build needs what Debian calls ${packages[*]}" >&2
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "error: packages: ${missing[*]} must be installed, and sudo is not there" >&2
    echo "       as root: apt-get update && apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "installing ${missing[*]}"
"${as_root[@]}" apt-get update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"
