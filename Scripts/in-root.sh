#!/usr/bin/env bash
# in-root.sh ROOT [--bind FOLDER[:PLACE]]... COMMAND...: runs COMMAND with the folder ROOT as the root of the machine, in namespaces
# of its own. No chroot(2): in one the kernel makes no user namespace, and the sandbox could not be seen whole. What is bound is
# read-only, unless PLACE ends in +. Needs root.
set -euo pipefail

root=$(realpath "$1")
shift
binds=()
while [ "${1-}" = --bind ]; do
  binds+=("$2")
  shift 2
done

# shellcheck disable=SC2016
exec unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
  root=$1 count=$2
  shift 2
  mount --make-rprivate /
  mount --bind "$root" "$root"
  for bind in "${@:1:count}"; do
    folder=${bind%%:*} place=${bind#*:}
    target=$root/${place%+}
    mkdir -p "$target"
    mount --bind "$folder" "$target"
    [ "${place%+}" != "$place" ] || mount -o remount,bind,ro "$target"
  done
  shift "$count"
  mount --rbind /dev "$root/dev"
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys" || true
  cd "$root"
  pivot_root . .
  umount -l .
  cd /
  exec env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
' in-root "$root" "${#binds[@]}" ${binds[@]+"${binds[@]}"} "$@"
