#!/usr/bin/env bash
# smoke.sh <origin>: whether a deployed marketplace shows its page, lists its auctions, signs and streams.
set -euo pipefail
origin=$1
ask() { curl --silent --show-error --max-time 10 "$@"; }
right() {
  if grep --quiet -- "$2" <<< "$3"; then echo "✔ $1"; else echo "✖ $1" >&2; exit 1; fi
}

right 'the page is shown' '<div id="root"' "$(ask --fail "$origin/")"
right 'the page is asked for anew each time' '^cache-control: no-cache' \
  "$(ask --fail --head "$origin/" | tr '[:upper:]' '[:lower:]')"
right 'auctions are listed' '"items":' "$(ask --fail "$origin/api/v1/auctions?state=live")"
right 'what is signed can be verified' '"keys":' "$(ask --fail "$origin/.well-known/jwks.json")"
right 'a stream that names nothing is refused in so many words' '"code":"INVALID_REQUEST"' "$(ask "$origin/events")"
