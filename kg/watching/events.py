"""What open pages are told of a state of the data: a server-sent event (HTML standard, 9.2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.problems import render_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.problems import Language, Problem

STILL_HERE = 15
"""Seconds after which a silent stream says that it is still there."""

SIGN_OF_LIFE = b":\n\n"
MOST_TOLD = 50
"""So many problems are told on a page; the terminal tells all."""

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def told(errors: Sequence[Problem]) -> dict[Language, str]:
    """Say what is wrong, in each language."""
    return {language: render_text(errors[:MOST_TOLD], language) for language in LANGUAGES}


def event(version: str, errors: Sequence[Problem]) -> bytes:
    """Tell which version of the graph is served, and for which errors it is not the present one."""
    state = {"version": version, "errors": len(errors), "problems": told(errors)}
    return f"data: {json.dumps(state)}\n\n".encode()
