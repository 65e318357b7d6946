"""Proposals of a language model, if one is asked: they pass the same checks, and what fails is told.

Any server with OpenAI's chat completions will do (`POST URL/chat/completions`); the text is sent to it.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.draft.mentions import Mention
from kg.evidence import find
from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.draft.reading import Reading
    from kg.evidence import Text
    from kg.ontology import Ontology

KEY = "KG_MODEL_KEY"
"""The environment variable that holds the key."""

TIMEOUT = 120
"""Seconds that are waited for an answer."""

LONGEST = 40
CONFIDENCE = 0.5
TASK = """\
你为知识图谱阅读新闻报道。只用 JSON 回答，格式：
{{"entities": [{{"name": "…", "type": "…", "quote": "…"}}],
 "statements": [{{"subject": "…", "property": "…", "object": "…", "quote": "…"}}]}}
type 是下列之一：{types}
property 是下列之一：{properties}
subject 和 object 是 entities 里的 name。quote 是报道中能支撑它的最短短语，一字不改，不超过 40 字。"""


class Claim(NamedTuple):
    """A statement of the model between two entities, by name; `span` is its quote in the original text."""

    subject: str
    property: str
    object: str
    span: tuple[int, int]


class Answer(NamedTuple):
    """What a model proposed and the article bears out, and what it does not, as problems."""

    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    dropped: tuple[Problem, ...] = ()


def ask(url: str, reading: Reading, text: Text, ontology: Ontology) -> Answer:
    """Ask a model about an article; raises KgError where there is no usable answer.

    url: the base address (http://127.0.0.1:8080/v1); behind a # the name of the model
    """
    base, _, name = url.partition("#")
    types = [id_ for id_, class_ in ontology.classes.items() if not class_.abstract]
    properties = [
        id_ for id_, one in ontology.properties.items() if any(r in ontology.classes for r in one.ranges)
    ]
    task = TASK.format(types=" ".join(types), properties=" ".join(properties))
    messages = [{"role": "system", "content": task}, {"role": "user", "content": reading.original}]
    reply = _post(base, {"model": name or "default", "messages": messages, "temperature": 0})
    return checked(_content(base, reply), base, reading, text, ontology)


def _post(base: str, body: dict[str, Any]) -> bytes:
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    headers = {"Content-Type": "application/json"}
    if key := os.environ.get(KEY):
        headers["Authorization"] = f"Bearer {key}"
    if not re.match("https?://", base):
        raise _failed(base, "http://… / https://…")
    try:
        request = Request(f"{base.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers)  # noqa: S310
        with urlopen(request, timeout=TIMEOUT) as reply:  # noqa: S310 (the scheme was checked)
            return bytes(reply.read())
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        raise _failed(base, str(error)) from error


def _content(base: str, reply: bytes) -> Any:
    """Give the JSON that a model wrote, also between the fences that many write around it."""
    try:
        content = json.loads(reply)["choices"][0]["message"]["content"]
        return json.loads(re.sub(r"^\s*```\w*\n|```\s*$", "", content))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _failed(base, f"{type(error).__name__}: {error}") from error


def _failed(base: str, reason: str) -> KgError:
    return KgError(Problem("model-failed", Location(base), {"reason": reason}))


def checked(content: Any, base: str, reading: Reading, text: Text, ontology: Ontology) -> Answer:
    """Take what an answer says that the ontology allows and whose quote the article has."""
    dropped: list[Problem] = []
    mentions: list[Mention] = []
    claims: list[Claim] = []
    for item in _items(content, "entities"):
        name, type_, span = _text(item, "name"), _text(item, "type"), _span(item, text)
        if name and span and type_ in ontology.classes and not ontology.classes[type_].abstract:
            start, end = reading.offset(span[0]), reading.offset(span[1] - 1) + 1
            mentions.append(Mention(start, end, name, type_, CONFIDENCE))
        else:
            dropped.append(_dropped(base, item, "name"))
    for item in _items(content, "statements"):
        fields = [_text(item, key) for key in ("subject", "property", "object")]
        span = _span(item, text)
        if all(fields) and span and fields[1] in ontology.properties:
            claims.append(Claim(fields[0], fields[1], fields[2], span))
        else:
            dropped.append(_dropped(base, item, "subject"))
    return Answer(tuple(mentions), tuple(claims), tuple(dropped))


def _items(content: Any, key: str) -> Iterator[dict[str, Any]]:
    items = content.get(key) if isinstance(content, dict) else None
    for item in items if isinstance(items, list) else ():
        yield item if isinstance(item, dict) else {"name": str(item)}


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return value.strip() if isinstance(value, str) else ""


def _span(item: dict[str, Any], text: Text) -> tuple[int, int] | None:
    quote = _text(item, "quote")
    found = find(text, [quote]) if 0 < len(quote) <= LONGEST else None
    return found.spans[0] if found and found.spans else None


def _dropped(base: str, item: dict[str, Any], key: str) -> Problem:
    blanks = {"name": _text(item, key)[:LONGEST] or "?", "quote": _text(item, "quote")[:LONGEST]}
    return Problem("model-dropped", Location(base), blanks)
