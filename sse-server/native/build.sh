#!/bin/sh
# Builds the frame sender: build.sh <folder of node_api.h> <file to write>. The one place with the compiler's command.
set -eu
compiler=$(command -v cc || command -v gcc || command -v clang)
exec "$compiler" -O2 -Wall -Wextra -Werror -std=c11 -shared -fPIC -isystem "$1" -o "$2" "$(dirname "$0")/frame-sender.c"
