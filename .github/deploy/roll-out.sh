#!/usr/bin/env bash
# roll-out.sh <tag>: deploys the land as this clone says, with the images of a tag: every stack, so the functions
# and what wakes them as well. ECS replaces task by task, and puts the
# version before back where a new one does not come up, which fails this.
set -euo pipefail
"$(dirname "$0")/cdk.sh" --app 'node infra/app.ts' deploy --all --require-approval never \
  --parameters "sagopalgo-migrate:ImageTag=$1" --parameters "sagopalgo-compute:ImageTag=$1"
