"""Saved queries: `queries/<question>.rq`, documented and parameterised, each of them plain SPARQL 1.1.

The head comments follow grlc's decorators (`#+ key: value`):

    #+ summary: 谁与谁联合主办了哪些活动？
    #+ summary_en: Who organised which initiatives together with whom?
    #+ params:
    #+   org: {type: entity, zh: 主办单位, en: the organizer}

A parameter is a `VALUES ?org { e:浙江省总工会 }` in the query. What stands there is its default, so the file
runs unchanged in any engine; a value given by the user replaces it as serialized terms, never as text.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Location, Problem
from kg.vocabulary import XSD, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DECORATOR = re.compile(r"#\+ ?(?P<indent> *)(?P<key>\w+):[ ]*(?P<value>.*)")
PARAMETER = re.compile(r"\{ *type: *(?P<type>\w+), *zh: *(?P<zh>[^,}]+), *en: *(?P<en>[^}]+?) *\}")
PARAMETER_TYPES = ("entity", "text", "number", "date")


class Parameter(NamedTuple):
    """A blank of a saved query; `default` is what its VALUES holds in the file."""

    name: str
    type: str
    titles: dict[str, str]
    default: str


class Query(NamedTuple):
    """A saved query: its name is the question in the shape of a file name."""

    name: str
    file: str
    text: str
    summaries: dict[str, str]
    parameters: dict[str, Parameter]


def list_queries(directory: str) -> list[Query]:
    """Read all saved queries of a directory; raises KgError with all that is wrong with them."""
    if not os.path.isdir(directory):
        raise KgError(Problem("no-queries", Location(directory)))
    names = sorted(name.removesuffix(".rq") for name in os.listdir(directory) if name.endswith(".rq"))
    problems: list[Problem] = []
    queries = []
    for name in names:
        try:
            queries.append(read_query(f"{directory}/{name}.rq"))
        except KgError as error:
            problems.extend(error.problems)
    if problems:
        raise KgError(*problems)
    return queries


def read_query(file: str) -> Query:
    """Read one saved query; raises KgError if it cannot be read or its head is wrong."""
    try:
        with open(file, "rb") as stream:
            raw = stream.read()
    except OSError as error:
        raise KgError(Problem("unreadable", Location(file), {"reason": error.strerror or ""})) from error
    return parse_query(decoded(raw, file), file)


def decoded(raw: bytes, file: str) -> str:
    """Decode a query, with or without a byte order mark; raises KgError at what is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        place = Location(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise KgError(Problem("not-utf8", place, {"byte": f"0x{raw[error.start]:02x}"})) from None


def parse_query(text: str, file: str) -> Query:
    """Read the head of a saved query; raises KgError for a parameter that the query does not hold."""
    name = os.path.basename(file).removesuffix(".rq")
    summaries = {"zh": name, "en": name}
    parameters: dict[str, Parameter] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        decorator = DECORATOR.fullmatch(line.rstrip())
        if not decorator:
            continue
        key, value = decorator["key"], decorator["value"].strip()
        if key in ("summary", "summary_en"):
            summaries["en" if key == "summary_en" else "zh"] = value
        elif decorator["indent"]:
            parameter = _parameter(key, value, text)
            if isinstance(parameter, str):
                place = Location(file, number, line.index(key) + 1)
                problems.append(Problem(parameter, place, {"name": key, "types": ", ".join(PARAMETER_TYPES)}))
            else:
                parameters[key] = parameter
    if problems:
        raise KgError(*problems)
    return Query(name, file, text, summaries, parameters)


def _parameter(name: str, value: str, text: str) -> Parameter | str:
    """Read a declared parameter, or give the code of what is wrong with it."""
    described = PARAMETER.fullmatch(value)
    if not described or described["type"] not in PARAMETER_TYPES:
        return "parameter-malformed"
    values = _values(name).search(text)
    if not values:
        return "parameter-unused"
    titles = {"zh": described["zh"].strip(), "en": described["en"]}
    return Parameter(name, described["type"], titles, values["terms"].strip())


def _values(name: str) -> re.Pattern[str]:
    return re.compile(r"(?P<head>VALUES\s+\?" + name + r"\s*\{)(?P<terms>[^{}]*)(?P<tail>\})", re.IGNORECASE)


def with_values(query: Query, given: Sequence[tuple[str, str]], entity: Callable[[str], str]) -> str:
    """Fill in parameters; `entity` gives the IRI of an entity by any of its names, or raises KgError.

    A name given more than once takes all its values. Raises KgError for a parameter that the query does not
    have, and for a value that is not of its type.
    """
    text = query.text
    for name in dict.fromkeys(name for name, _ in given):
        parameter = query.parameters.get(name)
        if parameter is None:
            raise KgError(_unknown_parameter(query, name))
        terms = [_term(query, parameter, value, entity) for given_name, value in given if given_name == name]
        text = _replace_values(text, name, " ".join(terms))
    return text


def _replace_values(text: str, name: str, terms: str) -> str:
    return _values(name).sub(lambda match: f"{match['head']} {terms} {match['tail']}", text)


def _unknown_parameter(query: Query, name: str) -> Problem:
    from kg.suggest import nearest

    blanks = {
        "query": query.name,
        "name": name,
        "known": ", ".join(query.parameters),
        "suggestion": "".join(nearest(name, query.parameters)),
    }
    return Problem("parameter-unknown", Location(query.file), blanks)


def _term(query: Query, parameter: Parameter, value: str, entity: Callable[[str], str]) -> str:
    if parameter.type == "entity":
        return f"<{entity(value)}>"
    if parameter.type == "text":
        return literal(value)
    pattern, datatype = NUMBER_AND_DATE[parameter.type]
    if not re.fullmatch(pattern, value):
        blanks = {"name": parameter.name, "value": value, "type": parameter.type}
        raise KgError(Problem("parameter-value", Location(query.file), blanks))
    return literal(value, f"^^<{XSD}{datatype}>")


NUMBER_AND_DATE = {
    "number": (r"[+-]?\d+(\.\d+)?", "decimal"),
    "date": (r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "date"),
}
