"""`kg dedupe`: likely duplicates, and decisions about them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.problems import Location, Problem
from kg.terminal import emit, emit_lines, say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from kg.commands.common import Say
    from kg.describe import Describer
    from kg.resolution.duplicates import Duplicate


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    only = say("只看与它可能重复的", "only what it may be a duplicate of")
    parser.add_argument("entity", nargs="?", metavar="ENTITY", help=only)
    form = say(
        "输出格式；在终端上不写则逐对询问",
        "how to list them; at a terminal, pairs are asked about unless given",
    )
    parser.add_argument("--format", choices=("text", "json"), help=form)
    parser.add_argument("--all", action="store_true", help=say("也列出不大可能的", "also unlikely ones"))
    different = say("记下 A 和 B 不是同一个", "write down that A and B are not the same")
    parser.add_argument("--different", nargs=2, metavar=("A", "B"), help=different)
    same = say("A 和 B 是同一个：把 B 并入 A", "A and B are the same: merge B into A")
    parser.add_argument("--same", nargs=2, metavar=("A", "B"), help=same)
    parser.add_argument("--note", metavar="TEXT", help=say("--different 的理由", "why, for --different"))


def run(options: Namespace) -> int:
    """List likely duplicates, ask about them, or write down a decision."""
    decides = bool(options.different) + bool(options.same)
    listing = options.entity or options.format or options.all
    if decides > 1 or (decides and listing) or (options.note and not options.different):
        tell([Problem("dedupe-options", Location("kg dedupe"))], options)
        return 2
    if options.same:
        return merge(options, *options.same)
    if options.different:
        return keep_apart(options, *options.different)
    return _list(options)


def merge(options: Namespace, keep: str, drop: str) -> int:
    """Make one entity of two."""
    from kg.commands import merge as command

    options.keep, options.drop = keep, drop
    return command.run(options)


def keep_apart(options: Namespace, one: str, other: str) -> int:
    """Write down that two entities are different, unless that was done before."""
    from kg.commands.common import load_describer
    from kg.resolution import decisions
    from kg.resolution.duplicates import decisions as decided

    describer = load_describer(options)
    first, second = describer.find(one), describer.find(other)
    before = decided(describer.dataset).get(frozenset((first, second)))
    if first == second:
        tell([Problem("different-itself", Location(other), {"id": first})], options)
        return 1
    if before:
        tell([Problem("already-different", before.location, {"one": first, "other": second})], options)
        return 0
    articles = Path(options.articles) if options.articles else None
    place, warnings = decisions.keep_apart(Path(options.data), first, second, options.note, articles)
    tell(warnings, options)
    emit_lines([place])
    return 0


def _list(options: Namespace) -> int:
    from kg.commands.common import load_describer
    from kg.resolution.duplicates import LIKELY, POSSIBLE, find_duplicates

    describer = load_describer(options)
    of = options.entity and describer.find(options.entity)
    duplicates = find_duplicates(describer.dataset, POSSIBLE if options.all else LIKELY, of)
    if options.format == "json":
        emit(_as_json(duplicates, describer))
    elif not duplicates:
        say_aside(("没有可能重复的实体", "no likely duplicates")[options.language == "en"])
    elif options.format is None and _at_terminal():
        from kg.commands.deciding import decide

        return decide(duplicates, describer, options)
    else:
        emit_lines(_lines(duplicates, describer))
    return 0


def _at_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _lines(duplicates: Sequence[Duplicate], describer: Describer) -> Iterator[str]:
    """Write a pair with the places of both, and under it what speaks for it and against it."""
    from kg.resolution.words import in_words

    for duplicate in duplicates:
        for start, id_ in ((f"{duplicate.score:.2f}", duplicate.keep), ("    ", duplicate.drop)):
            entity = describer.dataset.entities[id_]
            name = entity.name if entity.name == id_ else f"{entity.name}  {id_}"
            yield f"{start}  {name}  [{describer.title('classes', entity.type)}]  {entity.location}"
        for reason in duplicate.reasons:
            yield f"      {'+' if reason.weight > 0 else '-'} {in_words(reason, describer)}"


def _as_json(duplicates: Sequence[Duplicate], describer: Describer) -> str:
    import json

    from kg.resolution.words import in_words

    rows = [
        {
            "score": each.score,
            "keep": each.keep,
            "drop": each.drop,
            "names": list(each.names),
            "reasons": [
                {"code": reason.code, "weight": reason.weight, "text": in_words(reason, describer)}
                for reason in each.reasons
            ],
        }
        for each in duplicates
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
