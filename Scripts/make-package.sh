#!/usr/bin/env bash
# Makes .build/package/assay_VERSION_ARCHITECTURE.deb of what `make release` has built. It depends on the packages of the very release
# that it is made on: its Python, its libraries.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for tool in dpkg-deb dpkg-shlibdeps strip; do
  if ! command -v "$tool" >/dev/null; then
    echo "error: $tool: is not there" >&2
    echo "       Debian's packages dpkg-dev and binutils" >&2
    exit 1
  fi
done

version=$(.build/release/assay --version)
version=${version%%,*}
architecture=$(dpkg --print-architecture)
folder=.build/package
tree=$folder/tree
rm -rf "$folder"
mkdir -p "$tree/DEBIAN" "$tree/usr/share/doc/assay" "$folder/debian"
umask 022

make --no-print-directory install DESTDIR="$PWD/$tree" PREFIX=/usr zsh_completions=share/zsh/vendor-completions
programs=("$tree/usr/bin/assay" "$tree/usr/libexec/assay/assay-sandbox")
strip --strip-unneeded "${programs[@]}"
gzip -9n "$tree"/usr/share/man/man1/*.1
cp LICENSE "$tree/usr/share/doc/assay/copyright"
gzip -9nc CHANGELOG.md >"$tree/usr/share/doc/assay/changelog.gz"

# It reads the names of packages from a source's control file.
printf 'Source: assay\n\nPackage: assay\nArchitecture: any\n' >"$folder/debian/control"
depends=$(cd "$folder" && dpkg-shlibdeps -O "${programs[@]/#$folder\//}" 2>/dev/null)
# OpenBLAS is opened when a merge first needs it, which shlibdeps does not see.
depends="${depends#shlibs:Depends=}, libopenblas0"

cat >"$tree/DEBIAN/control" <<END
Package: assay
Version: $version
Architecture: $architecture
Maintainer: Assay contributors <assay@localhost>
Installed-Size: $(du -sk --exclude DEBIAN "$tree" | cut -f1)
Depends: $depends
Recommends: tzdata
Section: science
Priority: optional
Description: scores language models on the benchmarks that people compare them by
 Scores models of the Llama family on ARC, OpenBookQA, RACE, TruthfulQA, MMLU,
 GSM8K, BBH, HumanEval and MBPP, on a CPU; trains and merges them. Generated
 programs run in a sandbox that is part of it.
END

chmod -R u=rwX,go=rX "$tree"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)
export SOURCE_DATE_EPOCH
dpkg-deb --root-owner-group --build "$tree" "$folder/assay_${version}_$architecture.deb" >/dev/null
echo "$folder/assay_${version}_$architecture.deb"
