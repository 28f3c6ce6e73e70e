#!/usr/bin/env bash
# migrate.sh <tag>: brings the task that migrates, of this tag's image, runs it and waits for its end. Where it takes
# nothing that is not there yet, its stack is brought alone; otherwise, and before the first deploy, with what it stands
# on. It needs nothing of what runs. Whatever it adds to the record the version before goes on with. A step at GitHub
# gives the output `migration`: `runs` from when it is run until it is known to have ended.
set -euo pipefail
# Half an hour. `aws ecs wait` gives up after ten minutes, and a large table takes longer.
PAUSE_S=${PAUSE_S:-10} ASKED_MAX=${ASKED_MAX:-180}
scripts=$(cd "$(dirname "$0")" && pwd)
tell() { echo "migration=$1" >> "${GITHUB_OUTPUT:-/dev/null}"; }
cdk() { "$scripts/cdk.sh" "$@"; }

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cdk --app 'node infra/app.ts' --output "$out" synth --quiet
missing=$("$scripts/missing-imports.sh" "$out/sagopalgo-migrate.template.json")
alone=()
if [ -z "$missing" ]; then alone=(--exclusively); fi
cdk --app "$out" deploy sagopalgo-migrate "${alone[@]}" --require-approval never \
  --parameters "sagopalgo-migrate:ImageTag=$1"

network=$(aws cloudformation describe-stacks --stack-name sagopalgo-network \
  --query "Stacks[0].Outputs[?OutputKey=='MigrateNetwork'].OutputValue" --output text)
task=$(aws ecs run-task --cluster sagopalgo-migrate --launch-type FARGATE --task-definition sagopalgo-migrate \
  --network-configuration "$network" --query 'tasks[0].taskArn' --output text)
tell runs
said=
for ((asked = 0; asked < ASKED_MAX; asked += 1)); do
  said=$(aws ecs describe-tasks --cluster sagopalgo-migrate --tasks "$task" \
    --query 'tasks[0].[lastStatus, containers[0].exitCode]' --output text)
  [[ $said != STOPPED* ]] || break
  sleep "$PAUSE_S"
done
read -r state code <<< "$said"
if [ "$state" != STOPPED ]; then
  echo "The migration still runs ($task) and was left alone. api, sse-server and keeper are as they were;" >&2
  echo 'what it stands on (net, images, secrets, stores) may be new. Deploy again once it has ended.' >&2
  exit 1
fi
tell ended
if [ "$code" != 0 ]; then
  echo "The migration ended with $code (aws logs tail /sagopalgo/migrate --since 1h)." >&2
  echo 'api, sse-server and keeper are as they were; what it stands on (net, images, secrets, stores) may be new.' >&2
  exit 1
fi
