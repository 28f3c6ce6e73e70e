#!/usr/bin/env bash
# deployed-tag.sh: `tag=` and the tag that runs now; nothing behind it before the first deploy.
set -euo pipefail
tag=$(aws cloudformation describe-stacks --stack-name sagopalgo-compute \
  --query "Stacks[0].Parameters[?ParameterKey=='ImageTag'].ParameterValue" --output text 2> /dev/null || true)
echo "tag=$tag"
