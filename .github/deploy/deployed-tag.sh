#!/usr/bin/env bash
# deployed-tag.sh: `tag=` and the tag that runs now; nothing behind it before the first deploy. `commit=` and the same where it is
# a commit, from which all of that version can be put back.
set -euo pipefail
tag=$(aws cloudformation describe-stacks --stack-name sagopalgo-compute \
  --query "Stacks[0].Parameters[?ParameterKey=='ImageTag'].ParameterValue" --output text 2> /dev/null || true)
echo "tag=$tag"
if [[ $tag =~ ^[0-9a-f]{40}$ ]]; then echo "commit=$tag"; else echo commit=; fi
