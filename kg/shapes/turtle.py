"""What shapes say of a node's properties, and how that is written in Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.vocabulary import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Pairs = list[tuple[str, str]]
    """Predicates and objects of one subject, written in Turtle."""

HOW_MANY: dict[tuple[int, int | None], tuple[str, str]] = {
    (0, None): ("", ""),
    (0, 1): ("，至多一个", ", at most one"),
    (1, 1): ("，恰好一个", ", exactly one"),
    (1, None): ("，至少一个", ", at least one"),
}


class Value(NamedTuple):
    """What a value must be: as a constraint, in Chinese, in English."""

    constraint: str
    zh: str
    en: str


class Field(NamedTuple):
    """A property of a node: its path, its labels, its values, and how many there must and may be."""

    path: str
    titles: tuple[str, str]
    value: Value
    least: int = 0
    most: int | None = None


def before(value: Value, path: str) -> Value:
    """Let values also come before those of another property of the same node, or be equal to them."""
    return value._replace(constraint=f"{value.constraint} ; sh:lessThanOrEquals {path}")


def any_of(values: Sequence[Value]) -> Value:
    """Let values be of one kind or another."""
    if len(values) == 1:
        return values[0]
    return Value(
        f"sh:or {listed(f'[ {value.constraint} ]' for value in values)}",
        "或".join(value.zh for value in values),
        " or ".join(value.en for value in values),
    )


def one_of(terms: Iterable[str], zh: str, en: str) -> Value:
    """Let values be some terms and no others."""
    return Value(f"sh:in {listed(terms)}", zh, en)


def one_of_words(words: Iterable[str]) -> Value:
    """Let values be some words and no others."""
    words = list(words)
    return one_of(map(literal, words), f"其中之一：{'、'.join(words)}", f"one of {', '.join(words)}")


def listed(terms: Iterable[str]) -> str:
    """Write a list.

    >>> listed(["kg:主办", '"省级"'])
    '( kg:主办 "省级" )'
    """
    return f"( {' '.join(terms)} )"


def both(zh: str, en: str) -> str:
    """Write a text in both languages.

    >>> both("主办", "organizer")
    '"主办"@zh, "organizer"@en'
    """
    return f"{literal(zh, '@zh')}, {literal(en, '@en')}"


def node(subject: str, class_: str, fields: Iterable[Field], more: Pairs | None = None) -> str:
    """Write the node shape of a class, with its properties as blank nodes."""
    nested = [("sh:property", f"[\n{_lines(described(field), 8)}\n    ]") for field in fields]
    return block(subject, [("a", "sh:NodeShape"), ("sh:targetClass", class_), *(more or []), *nested])


def closed(zh: str, en: str, others: Iterable[str]) -> Pairs:
    """Let a node have no properties but its fields and some others; the message is that of the whole node."""
    return [
        ("sh:closed", "true"),
        ("sh:ignoredProperties", listed(others)),
        ("sh:message", both(zh, en)),
    ]


def sourced(zh: str, en: str, others: Iterable[str]) -> Pairs:
    """Let a closed node have a quote only where it has a source."""
    unquoted, sourced = "[ sh:path kg:quote ; sh:maxCount 0 ]", "[ sh:path kg:source ; sh:minCount 1 ]"
    return [("sh:or", listed([unquoted, sourced])), *closed(zh, en, others)]


def described(field: Field) -> Iterator[tuple[str, str]]:
    """Give what a property shape says of its property."""
    (zh, en), count = field.titles, HOW_MANY[field.least, field.most]
    yield "sh:path", field.path
    yield "sh:name", both(zh, en)
    yield constraint(field.value)
    if field.least:
        yield "sh:minCount", str(field.least)
    if field.most:
        yield "sh:maxCount", str(field.most)
    value = field.value
    yield "sh:message", both(f"“{zh}”应为{value.zh}{count[0]}", f"{en} must be {value.en}{count[1]}")


def constraint(value: Value) -> tuple[str, str]:
    """Give the constraint of a value as predicate and object."""
    predicate, _, rest = value.constraint.partition(" ")
    return predicate, rest


def block(subject: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Write what is said of a subject, a line for each predicate."""
    return f"{subject}\n{_lines(pairs, 4)} .\n"


def _lines(pairs: Iterable[tuple[str, str]], indent: int) -> str:
    return " ;\n".join(f"{' ' * indent}{predicate} {object_}" for predicate, object_ in pairs)
