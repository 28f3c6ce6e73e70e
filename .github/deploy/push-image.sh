#!/usr/bin/env bash
# push-image.sh <part> <tag>: builds a part's image and pushes it under a tag that never means anything else later.
set -euo pipefail
part=$1 tag=$2
repository=sagopalgo/$part
uri=$(aws ecr describe-repositories --repository-names "$repository" \
  --query 'repositories[0].repositoryUri' --output text)

# A run that is made again finds what it has pushed before.
if aws ecr describe-images --repository-name "$repository" --image-ids "imageTag=$tag" > /dev/null 2>&1; then
  echo "$repository:$tag is there already."
  exit 0
fi
aws ecr get-login-password | docker login --username AWS --password-stdin "${uri%%/*}"
docker build --platform linux/amd64 --target "$part" --tag "$uri:$tag" .
docker push "$uri:$tag"
