#!/bin/sh
# The same control API with curl: a realm, a person, a frozen clock, and what the journal says of it.
# ETALON_CONTROL, ETALON_TOKEN and ETALON_ROOT (a PEM file) as in control_api.py.
set -eu
call() {
    method=$1 path=$2
    shift 2
    # The token comes by standard input, where no list of processes shows it.
    printf 'header = "Authorization: Bearer %s"\n' "$ETALON_TOKEN" |
        curl --silent --show-error --fail-with-body --noproxy '*' --cacert "$ETALON_ROOT" --config - \
            --header 'Content-Type: application/json' --request "$method" "$ETALON_CONTROL/v1$path" "$@"
}
call POST /realms --data '{"name": "curl", "seed": 1}' >/dev/null
call POST /realms/curl/people --data '{"name": "Bert", "means": ["itsme"]}' >/dev/null
call PUT /realms/curl/clock --data '{"mode": "frozen", "at": "2026-04-09T08:00:00Z"}' >/dev/null
call GET '/realms/curl/journal?kind=state'
