#!/usr/bin/env bash
# image-digests.sh <tag>: the digest of every part's image under a tag; fails where one of them is missing.
set -euo pipefail
for part in api sse-server keeper migrate log-carrier; do
  digest=$(aws ecr describe-images --repository-name "sagopalgo/$part" --image-ids "imageTag=$1" \
    --query 'imageDetails[0].imageDigest' --output text)
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]]
  echo "sagopalgo/$part@$digest"
done
