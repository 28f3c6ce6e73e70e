#!/usr/bin/env bash
# test-programs.sh: what `npm test` installs by itself as root on Debian, for a runner that is neither: without these
# the walks that kill a Redis of their own, and the tests by Prometheus and nginx, are not run. MySQL comes from Docker
# there.
set -euo pipefail
sudo apt-get -qq update
sudo DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
  redis-server nginx-light gettext-base prometheus prometheus-node-exporter prometheus-alertmanager fonts-noto-cjk
