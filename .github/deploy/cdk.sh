#!/usr/bin/env bash
# cdk.sh <arguments>: the CDK of the one version that the land is brought by.
set -euo pipefail
exec npx --yes aws-cdk@2.1148.1 "$@"
