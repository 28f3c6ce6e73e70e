#!/usr/bin/env bash
# publish-page.sh <folder>: what is named by its content first, since the page names it; nothing of before is removed,
# as pages that are open go on with it.
set -euo pipefail
bucket=$(aws cloudformation describe-stacks --stack-name sagopalgo-data \
  --query "Stacks[0].Outputs[?OutputKey=='PageBucket'].OutputValue" --output text)
[[ $bucket =~ ^[a-z0-9.-]+$ ]]
aws s3 cp --recursive "$1/assets" "s3://$bucket/assets" --cache-control 'max-age=31536000, immutable'
aws s3 cp --recursive "$1" "s3://$bucket" --exclude 'assets/*' --cache-control no-cache
