#!/usr/bin/env bash
# Show specslint at work: on the sample repository, or on the clone that is named.
# Findings are what the demo is for: it ends with 0 all the same.
set -eu
cd "$(dirname "$0")/.."

show() {
    printf '\n$ %s\n' "$*"
    status=0
    PATH="$BIN:$PATH" "$@" || status=$?
    printf '(exit code %s)\n' "$status"
    if [ "$status" -gt 1 ]; then exit "$status"; fi
}

if [ $# -gt 0 ]; then
    cd "$1"
    printf '%s\n' "In $PWD"
    show specslint
    exit
fi

sample=build/demo
copy=specs/kilo/approved/report-scheduler-refusals.rst
rm -rf "$sample"
mkdir -p build
cp -R examples/nova-specs "$sample"
cd "$sample"

# A repository of its own, whoever runs this and however git is set up.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=demo GIT_AUTHOR_EMAIL=demo@example.org
export GIT_COMMITTER_NAME=demo GIT_COMMITTER_EMAIL=demo@example.org
git init -q -b master
git add .
git rm -q --cached "$copy"
git commit -q -m "The specs so far"
git add .

printf '%s\n' "In $PWD, a copy of examples/nova-specs"
printf '\n%s\n' "1. The whole repository:"
show specslint

printf '\n%s\n' "2. One spec:"
show specslint specs/kilo/approved/quota-usage-history.rst

printf '\n%s\n' "3. A copy of a Juno spec is staged, and the message has no tag:"
echo "Propose report-scheduler-refusals for Kilo" >.git/message
show specslint commit-msg .git/message

printf '\n%s\n' "4. The same with the tag:"
printf '\nPreviously-approved: juno\n' >>.git/message
show specslint commit-msg .git/message
