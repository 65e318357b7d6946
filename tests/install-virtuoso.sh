#!/usr/bin/env bash
# Make sure that there is a Virtuoso for tests/test_publish.py (Debian, Ubuntu). Only its program is used: the
# test starts a server of its own, so the one that the package would start is not wanted.
# Does nothing, at once, where it is there, and elsewhere than on Debian, where those tests are skipped.
set -euo pipefail

if command -v virtuoso-t >/dev/null || [[ ! -e /etc/debian_version ]]; then
  exit 0
fi

as_root=()
if ((EUID != 0)); then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  else
    echo "The tests of publishing need Virtuoso. Please install it (apt-get install virtuoso-opensource-7-bin)." >&2
    exit 1
  fi
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends virtuoso-opensource-7-bin >/dev/null
