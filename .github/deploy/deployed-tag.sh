#!/usr/bin/env bash
# deployed-tag.sh: `tag=` and the tag that runs now; nothing behind it before the first deploy, and after one that never
# came up. `commit=` and the same where it is a commit, from which all of that version can be put back.
set -euo pipefail
query="Stacks[0].[StackStatus, Parameters[?ParameterKey=='ImageTag'].ParameterValue | [0]]"
if ! said=$(aws cloudformation describe-stacks --stack-name sagopalgo-compute --query "$query" --output text 2>&1); then
  # Whoever may not ask, or asks too often, knows nothing of what runs.
  if [[ $said != *'does not exist'* ]]; then
    echo "$said" >&2
    exit 1
  fi
  said=
fi
read -r status tag <<< "$said" || true
case $status in
  ROLLBACK_COMPLETE) tag= ;;
  *_COMPLETE | *_COMPLETE_CLEANUP_IN_PROGRESS) ;;
  *) tag= ;;
esac
echo "tag=$tag"
if [[ $tag =~ ^[0-9a-f]{40}$ ]]; then echo "commit=$tag"; else echo commit=; fi
