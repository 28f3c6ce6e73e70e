#!/usr/bin/env bash
# put-back.sh <clone> <commit>: puts the land back to what the clone of an earlier commit says, in which `npm ci` has
# been run, with the images of that commit. CloudFormation lets no export go while another stack takes it, so whoever
# takes goes back first and whoever gives last, each alone: the stages of the way there, the other way round. Nothing is
# touched where that cannot end well: where an image is missing, or a stack is in a state that no deploy mends.
set -euo pipefail
clone=$1 commit=$2
# A stack that another deploy was cut off from settles by itself, or is told to.
PAUSE_S=${PAUSE_S:-15} ASKED_MAX=${ASKED_MAX:-80}
scripts=$(cd "$(dirname "$0")" && pwd)
cdk() { "$scripts/cdk.sh" "$@"; }

[[ $commit =~ ^[0-9a-f]{40}$ ]] || { echo "$commit is not a whole commit (40 digits)." >&2; exit 1; }
cd "$clone"
.github/deploy/image-digests.sh "$commit" || {
  echo "An image of $commit is missing; nothing was touched." >&2
  exit 1
}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cdk --app 'node infra/app.ts' --output "$out" synth --quiet

missing=$("$scripts/missing-imports.sh" "$out"/*.template.json)
if [ -n "$missing" ]; then
  echo "This version takes what is not there any more, or not yet, so nothing was touched:" >&2
  echo "$missing" >&2
  echo 'Go back deploy by deploy; to a later version, by running its own deploy again.' >&2
  exit 1
fi

# Whoever takes stands before whoever gives.
stacks=$(jq --raw-output '.artifacts as $all | $all | to_entries[]
  | select(.value.type == "aws:cloudformation:stack") | .key as $taker | $taker,
    (.value.dependencies // [] | .[] | select($all[.].type == "aws:cloudformation:stack"))
  | "\($taker) \(.)"' "$out/manifest.json" | tsort)

status_of() {
  local said
  if said=$(aws cloudformation describe-stacks --stack-name "$1" \
    --query 'Stacks[0].StackStatus' --output text 2>&1); then
    echo "$said"
  elif [[ $said = *'does not exist'* ]]; then
    echo NONE
  else
    echo "$said" >&2
    return 1
  fi
}
settle() {
  local status
  for ((asked = 0; asked < ASKED_MAX; asked += 1)); do
    status=$(status_of "$1") || return 1
    case $status in
      UPDATE_IN_PROGRESS) aws cloudformation cancel-update-stack --stack-name "$1" || true ;;
      # Asked for and never begun: there is nothing in it, and nothing to wait for.
      REVIEW_IN_PROGRESS) return 0 ;;
      *_IN_PROGRESS) ;;
      *_FAILED)
        echo "$1 is in $status, so nothing was touched. See infra/runbooks/bad-deploy.md." >&2
        return 1
        ;;
      *) return 0 ;;
    esac
    sleep "$PAUSE_S"
  done
  echo "$1 does not settle." >&2
  return 1
}

for stack in $stacks; do settle "$stack"; done
for stack in $stacks; do
  cdk --app "$out" deploy "$stack" --exclusively --require-approval never \
    --parameters "sagopalgo-migrate:ImageTag=$commit" --parameters "sagopalgo-compute:ImageTag=$commit" || {
    echo "$stack and what it stands on were not put back; whoever takes from it was." >&2
    echo 'See infra/runbooks/bad-deploy.md.' >&2
    exit 1
  }
done
