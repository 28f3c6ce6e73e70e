#!/usr/bin/env bash
# missing-imports.sh <template>…: the exports that these templates take from other stacks and that are not there, one
# on a line.
set -euo pipefail
export LC_ALL=C
there=$(aws cloudformation list-exports --query 'Exports[].Name' --output text)
jq --raw-output '.. | objects | .["Fn::ImportValue"]? // empty' "$@" | sort --unique |
  comm -23 - <(tr '[:space:]' '\n' <<< "$there" | sort --unique)
