#!/usr/bin/env bash
# Make sure that there is a Chromium with Chinese fonts for the tests in tests/browser (Debian, Ubuntu).
# Does nothing, at once, where both are there.
set -euo pipefail

missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null || [[ -n $(fc-list :lang=zh 2>/dev/null) ]] || missing+=(fonts-noto-cjk)
if ((${#missing[@]} == 0)); then
  exit 0
fi

as_root=()
if ((EUID != 0)); then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  else
    echo "The browser tests need: ${missing[*]}. Please install (on Debian: apt-get install ${missing[*]})." >&2
    exit 1
  fi
fi
if ! command -v apt-get >/dev/null; then
  echo "The browser tests need Chromium and a Chinese font (Noto Sans CJK); please install them." >&2
  exit 1
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
