#!/bin/sh
# One unattended step: examine a system, keep the record, hand the exit code on. The ready pipelines beside this file call it, and so can
# any other. It asks nothing, and writes only below ETALON_OUT and ETALON_DATA.
#
#   ETALON          the program                                         etalon, on PATH
#   ETALON_URL      where to fetch it, where it is not here             -
#   ETALON_SHA256   what it must be then: hexadecimal SHA-256           demanded with ETALON_URL
#   ETALON_PROFILE  a profile folder, or a name that ships with it      reference-network
#   ETALON_OUT      the record's folder; must not exist yet             etalon-report
#   ETALON_TAGS     a tag expression                                    everything
#   ETALON_SHARD    I/N: this machine's part of the scenarios           all of them
#   ETALON_JOBS     scenarios at a time                                 as many as there are processors
#   ETALON_SEED     people, order, identifiers                          1
#   ETALON_DATA     where signing keys are kept between runs            below the user's data folder
#
# Exit codes are etalon's: 0 fine, 2 usage, 3 environment, 4 its own bug, 10 non-conformant, 20 inconclusive, 30 nothing ran.
set -eu

usage() {
    echo "etalon.sh: $1" >&2
    exit 2
}

environment() {
    echo "etalon.sh: $1" >&2
    exit 3
}

program=${ETALON:-etalon}
if [ -n "${ETALON_URL:-}" ]; then
    [ -n "${ETALON_SHA256:-}" ] || usage "ETALON_URL is set and ETALON_SHA256 is not; a program that nobody vouches for is not run"
    folder=$(mktemp -d) || environment "no temporary folder"
    trap 'rm -rf "$folder"' EXIT
    program=$folder/etalon
    curl --fail --silent --show-error --location --proto '=https,file' --output "$program" "$ETALON_URL" ||
        environment "$ETALON_URL could not be fetched"
    echo "$ETALON_SHA256  $program" | sha256sum --check --status ||
        environment "what came from $ETALON_URL has another SHA-256 than ETALON_SHA256 says; it was not run"
    chmod 755 "$program"
fi
command -v "$program" >/dev/null 2>&1 || environment "there is no program $program; set ETALON to its path, or ETALON_URL"

out=${ETALON_OUT:-etalon-report}
set -- run --profile "${ETALON_PROFILE:-reference-network}" --out "$out" --seed "${ETALON_SEED:-1}"
[ -z "${ETALON_TAGS:-}" ] || set -- "$@" --tags "$ETALON_TAGS"
[ -z "${ETALON_SHARD:-}" ] || set -- "$@" --shard "$ETALON_SHARD"
[ -z "${ETALON_JOBS:-}" ] || set -- "$@" --jobs "$ETALON_JOBS"
code=0
"$program" "$@" || code=$?
[ ! -f "$out/junit.xml" ] || echo "JUnit: $out/junit.xml   page: $out/report.html"
exit "$code"
