"""`kg set`: changes what is said of an entity, and nothing else in its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.problems import Location, Problem
from kg.terminal import emit_lines, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from kg.commands.common import Say
    from kg.editing.edits import TextEdit
    from kg.editing.landing import Sources
    from kg.yamltree.writing import Value


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    parser.add_argument("entity", metavar="ENTITY", help=say("标识、名称或别名", "an id, name or alias"))
    property_ = say(
        "属性，中英文都可以；或 name、type、description、aliases",
        "a property, in Chinese or English; or name, type, description, aliases",
    )
    parser.add_argument("property", metavar="PROPERTY", help=property_)
    words = say(
        "值，再加 quote=… status=… 等；多值的属性添上一个，单值的换掉",
        "a value, then quote=… status=… and so on; it is added where there may be several, else it replaces",
    )
    parser.add_argument("words", nargs="*", metavar="VALUE", help=words)
    parser.add_argument("--replace", metavar="OLD", help=say("换掉哪一个值", "the value that it replaces"))
    remove = say("删去这个值；不写值则删去整个属性", "take this value away; without one, the property")
    parser.add_argument("--remove", nargs="?", const="", metavar="VALUE", help=remove)


def run(options: Namespace) -> int:
    """Make one change, and print where."""
    from kg.editing.given import split_qualifiers

    try:
        qualifiers = split_qualifiers(options.words[1:])
    except ValueError as error:
        blanks = {"property": options.property, "word": str(error)}
        tell([Problem("statement-words", Location("kg set"), blanks)], options)
        return 2
    if (options.remove is None) == (not options.words) or (options.replace and options.remove is not None):
        tell([Problem("set-what", Location("kg set"))], options)
        return 2
    return _change(options, qualifiers)


def _change(options: Namespace, qualifiers: dict[str, Value]) -> int:
    from kg.describe import find_entity
    from kg.editing.changing import Change
    from kg.editing.given import statement_form
    from kg.editing.heads import Heads
    from kg.editing.landing import land, new_problems
    from kg.editing.part import EntityPart
    from kg.yamltree.encoding import LineIndex

    articles = Path(options.articles) if options.articles else None
    places: list[str] = []
    parts: list[EntityPart] = []

    def plan(sources: Sources) -> dict[Path, list[TextEdit]]:
        heads = Heads(sources, articles)
        id_ = find_entity(heads.dataset, options.entity)
        path = Path(heads.entities[id_].location.file)
        form = None
        if options.words:
            form = statement_form(heads.ontology, options.property, options.words[0], qualifiers)
        change = Change(options.property, form, options.replace or options.remove or None)
        parts[:] = [EntityPart(sources, path, id_, heads)]
        edits = parts[0].edits(change)
        places[:] = [f"{path}:{LineIndex(sources[path].text).place(min(edits).start)[0]}: {id_}"]
        return {path: edits}

    def check(contents: Mapping[Path, bytes]) -> list[Problem]:
        found = parts[0].problems(contents)
        return new_problems(Path(options.data), articles, contents) if found is None else found

    landed = land(Path(options.data), plan, articles, check)
    tell(landed.warnings, options)
    emit_lines(places)
    return 0
