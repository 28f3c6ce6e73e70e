#!/usr/bin/env bash
# land-diff.sh: `text=` and, in base64, a comment with what differs between this clone's land and the one that is there.
set -euo pipefail
# A comment holds 65,536 characters.
CHARS_MAX=60000
"$(dirname "$0")/cdk.sh" --app 'node infra/app.ts' diff --all --no-color --method template > diff.txt 2>&1 ||
  { cat diff.txt >&2; exit 1; }
{
  echo '**What this would change in the land**'
  echo
  echo '````diff'
  head --bytes "$CHARS_MAX" diff.txt | sed 's/^````/ &/'
  echo
  echo '````'
  [ "$(wc --bytes < diff.txt)" -le "$CHARS_MAX" ] || echo 'There is more: see the log of the job.'
} > comment.md
echo "text=$(base64 --wrap 0 comment.md)"
