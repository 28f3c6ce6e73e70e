#!/usr/bin/env bash
# migrate.sh <tag>: runs the task that migrates, with this tag's image, where the keeper runs, and waits for its end.
# Whatever it adds to the record the version before goes on with.
set -euo pipefail
tag=$1
aws ecs describe-task-definition --task-definition sagopalgo-migrate --query taskDefinition > migrate-before.json
jq --arg tag "$tag" '
  .containerDefinitions[0].image |= (split(":")[0] + ":" + $tag)
  | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy)
' migrate-before.json > migrate.json
definition=$(aws ecs register-task-definition --cli-input-json file://migrate.json \
  --query taskDefinition.taskDefinitionArn --output text)
network=$(aws ecs describe-services --cluster sagopalgo --services keeper \
  --query 'services[0].networkConfiguration' --output json)
task=$(aws ecs run-task --cluster sagopalgo --launch-type FARGATE --task-definition "$definition" \
  --network-configuration "$network" --query 'tasks[0].taskArn' --output text)
aws ecs wait tasks-stopped --cluster sagopalgo --tasks "$task"
code=$(aws ecs describe-tasks --cluster sagopalgo --tasks "$task" \
  --query 'tasks[0].containers[0].exitCode' --output text)
if [ "$code" != 0 ]; then
  echo "The migration ended with $code; nothing has been rolled out." >&2
  exit 1
fi
