#!/usr/bin/env bash
# Puts schemathesis into a virtual environment below ~/.cache/ringmaster-servers, unless it is there; prints its path.
set -euo pipefail
version=$(sed -n "s/^export const schemathesisVersion = '\(.*\)';$/\1/p" "$(dirname "$0")/find-schemathesis.ts")
home="$HOME/.cache/ringmaster-servers/schemathesis-$version"
program="$home/bin/schemathesis"
if [ ! -x "$program" ]; then
  rm -rf "$home"
  python3 -m venv "$home" >&2
  "$home/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version" >&2 || { rm -rf "$home"; exit 1; }
fi
echo "$program"
