#!/usr/bin/env bash
# scripts/check-includes sees each kind of wrong include, on a small repository of empty headers
# whose folders are this one's. Prints what it missed; the exit status is 1 if it missed any.
set -euo pipefail
check=$(cd "$(dirname "$0")/../../scripts" && pwd)/check-includes
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$root"
# An empty file of each kind in each folder: a header where there are sources.
git ls-files shared native web tests | sed -E 's/^(.*)\/[^/]*\.(h|cpp|cu|cuh)$/\1\/empty.h/; t; s/\/[^/]*$/\/empty.txt/' |
  sort -u | while read -r file; do mkdir -p "$work/${file%/*}"; : >"$work/$file"; done
cd "$work"
git init -q .
git add -A

missed=0
miss() { echo "check-includes: $*"; missed=1; }

said=$("$check" "$work") || miss "refuses a tree that is in order: $said"

# refuses FILE INCLUDE WORDS: with this include in a new file there it fails with these words.
refuses() {
  echo "#include \"$2\"" >"$work/$1"
  git add -A
  if said=$("$check" "$work"); then miss "takes $1 with $2"
  elif [[ $said != *"$1:1: "*"$3"* ]]; then miss "says of $1 with $2: $said"; fi
  rm "$work/$1"
  git add -A
}
refuses shared/psgan/low.h motion/empty.h "shared/motion/ stands below shared/psgan/"
refuses native/trainer/networks/low.cpp trainer/training/empty.h "native/trainer/training/ stands below"
refuses native/trainer/networks/low.cpp ../training/empty.h "native/trainer/training/ stands below"
refuses native/data/pictures/low.h data/sets/empty.h "native/data/sets/ stands below"
refuses web/editor/low.h view/empty.h "web/view/ stands below web/editor/"
refuses web/view/low.cpp common/empty.h "web/ may not include from native/"
refuses native/common/low.cpp editor/empty.h "native/ may not include from web/"
refuses shared/motion/low.cpp characters/empty.h "shared/ may not include from native/"
refuses native/common/low.h shared/empty.h "native/ may not include from tests/"

# takes FILE INCLUDE: the right way round, nothing is said.
takes() {
  echo "#include \"$2\"" >"$work/$1"
  git add -A
  said=$("$check" "$work") || miss "refuses $1 with $2: $said"
  rm "$work/$1"
  git add -A
}
takes native/trainer/commands/high.cpp trainer/files/empty.h
takes web/view/high.cpp motion/empty.h
takes native/common/high.cpp psgan/empty.h

mkdir native/elsewhere
: >native/elsewhere/new.h
git add -A
said=$("$check" "$work") && miss "takes a folder without a place"
[[ $said == *"native/elsewhere/ has sources, but no place"* ]] || miss "says of a new folder: $said"
rm -r native/elsewhere tests/motion
git add -A
said=$("$check" "$work") && miss "takes a tree without tests/motion"
[[ $said == *"tests/motion/ is missing"* ]] || miss "says of a folder that is gone: $said"
exit $missed
