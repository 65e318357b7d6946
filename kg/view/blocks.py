"""Data blocks of a page: a value -> the type and the text of a script element that nothing runs."""

from __future__ import annotations

import json

JSON = "application/json"
GZIP = "application/gzip"


def as_json(value: object) -> tuple[str, str]:
    r"""Write JSON that may stand in a script element: no `<` ends it, no line separator breaks it.

    >>> as_json("</script>")
    ('application/json', '"\\u003c/script>"')
    """
    text = _json(value)
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return JSON, text


def zipped(value: object) -> tuple[str, str]:
    """Write bytes as they are, or any other value as JSON: gzip in base64, the same for the same value."""
    from base64 import b64encode
    from gzip import compress

    content = value if isinstance(value, bytes) else _json(value).encode("utf-8", "replace")
    return GZIP, b64encode(compress(content, compresslevel=6, mtime=0)).decode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
