#!/usr/bin/env bash
# The rules of the house that the compiler does not check: docs/house.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

failed=0
complain() {
  printf 'error: %s\n       %s\n' "$1" "$2" >&2
  failed=1
}

# Lines that import a module whose name fits $1, as file:line:text.
imports() {
  grep -rnE --include='*.swift' \
    "^[[:space:]]*((@[[:alnum:]_()]+|public|package|internal|fileprivate|private)[[:space:]]+)*import[[:space:]]+([a-z]+[[:space:]]+)?($1)([.[:space:]]|$)" \
    Sources Tests benchmarks || true
}

# $1 may be imported below the folders that follow, and nowhere else.
only_in() {
  local module=$1 hit folder
  shift
  while IFS= read -r hit; do
    [ -n "$hit" ] || continue
    for folder in "$@"; do
      [[ $hit != "$folder"/* ]] || continue 2
    done
    complain "${hit%%:*}: imports $module" "only $* may"
  done < <(imports "$module")
}

only_in CKernels Sources/Tensors Sources/assay-perf
only_in COpenBLAS Sources/assay-perf
only_in CLapack Sources/LinearAlgebra
only_in CSentencePiece Sources/Tokenization
only_in COniguruma Sources/Tokenization
only_in CUtf8proc Sources/Tokenization
only_in CCrypto Sources/Files
only_in CFaults Sources/Files Sources/Tensors
only_in CZlib Sources/Datasets
only_in CCurl Sources/Transfers
only_in CArchive Sources/Transfers
only_in CMicrohttpd Sources/Transfers
only_in CFixtures benchmarks
only_in CPage Sources/Pages
only_in CSandboxContract Sources/CodeExecution Tests/CodeExecutionTests
only_in CBuild Sources/Platform
only_in Yams Sources/Configuration

while IFS= read -r hit; do
  [ -z "$hit" ] || complain "${hit%%:*}: imports Foundation" "Glibc and the module Files do what is needed"
done < <(imports 'Foundation[A-Za-z]*')

while IFS= read -r hit; do
  [ -z "$hit" ] || complain "$hit" "an error must be thrown, a cast must be able to fail"
done < <(grep -rnE --include='*.swift' '\bas!|\btry!|\bfatalError\(' Sources benchmarks || true)

# A floating-point number as a whole one without a look whether it is any: NaN and what is too large would end the process.
while IFS= read -r hit; do
  [ -z "$hit" ] || complain "$hit" "Int(saturating:), or Int(exactly:) where another value would be wrong"
done < <(grep -rnoP --include='*.swift' '\bU?Int(8|16|32|64)?(\((?:[^()]++|(?2))*\))' Sources benchmarks |
  grep -vP 'Int(8|16|32|64)?\((saturating|exactly|truncatingIfNeeded|clamping|bitPattern|littleEndian):' |
  grep -P '\.rounded\(|\b(Double|Float)\(|\.squareRoot\(|\b(log|exp|pow|sqrt|floor|ceil)f?\(|\d\.\d|\de\d|0x1p|\b([Ss]econds|[Ss]hare|[Dd]ensity|[Ff]raction)\b(?!\.)' ||
  true)

while read -r lines file; do
  [ "$file" = total ] || [ "$lines" -le 400 ] || complain "$file: has $lines lines" "at most 400; one noun a file"
done < <(find Sources Tests benchmarks \( -name '*.swift' -o -name '*.c' -o -name '*.cpp' -o -name '*.h' -o -name '*.js' -o -name '*.css' \) \
  -exec wc -l {} +)

while IFS= read -r file; do
  [ -z "$file" ] || complain "$file: says nothing by its name" "a file is named after its noun"
done < <(find Sources Tests benchmarks -regextype posix-extended -regex '.*(Utils?|Helpers?|Common|Manager)\.(swift|c|h)')

exit $failed
