#!/usr/bin/env bash
# migrate.sh <tag>: brings the task that migrates, of this tag's image, with what it stands on, runs it and waits for its end. Before
# the first deploy as well: it needs nothing of what runs. Whatever it adds to the record the version before goes on with.
set -euo pipefail
npx --yes aws-cdk@2.1148.1 --app 'node infra/app.ts' deploy sagopalgo-migrate --require-approval never \
  --parameters "sagopalgo-migrate:ImageTag=$1"
network=$(aws cloudformation describe-stacks --stack-name sagopalgo-network \
  --query "Stacks[0].Outputs[?OutputKey=='MigrateNetwork'].OutputValue" --output text)
task=$(aws ecs run-task --cluster sagopalgo-migrate --launch-type FARGATE --task-definition sagopalgo-migrate \
  --network-configuration "$network" --query 'tasks[0].taskArn' --output text)
aws ecs wait tasks-stopped --cluster sagopalgo-migrate --tasks "$task"
code=$(aws ecs describe-tasks --cluster sagopalgo-migrate --tasks "$task" \
  --query 'tasks[0].containers[0].exitCode' --output text)
if [ "$code" != 0 ]; then
  echo "The migration ended with $code; no part has been rolled out." >&2
  exit 1
fi
