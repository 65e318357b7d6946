#!/usr/bin/env bash
# Make sure that there is an nginx for tests/server/test_nginx.py (Debian, Ubuntu). Only its program is used: the
# test starts a server of its own, so the one that the package would start is kept from starting.
# Does nothing, at once, where it is there, and elsewhere than on Debian, where those tests are skipped.
set -euo pipefail

if command -v nginx >/dev/null || [[ -x /usr/sbin/nginx || ! -e /etc/debian_version ]]; then
  exit 0
fi

as_root=()
if ((EUID != 0)); then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  else
    echo "The tests behind a proxy need nginx. Please install it (apt-get install nginx-light)." >&2
    exit 1
  fi
fi
policy=/usr/sbin/policy-rc.d # what Debian asks whether a service may start
if [[ ! -e $policy ]]; then
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light openssl >/dev/null
