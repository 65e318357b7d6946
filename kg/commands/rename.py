"""`kg rename`: gives an entity a new id, everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.terminal import emit_lines, say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from kg.commands.common import Say
    from kg.editing.edits import TextEdit
    from kg.editing.landing import Sources


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    parser.add_argument("old", metavar="ENTITY", help=say("标识、名称或别名", "an id, name or alias"))
    parser.add_argument("new", metavar="ID", help=say("新的标识", "the new id"))
    queries = say("一并修改的查询目录", "saved queries, changed along with the data")
    parser.add_argument("--queries", default="queries", metavar="DIR", help=queries)


def run(options: Namespace) -> int:
    """Rename an entity and every reference to it; prints the places that changed."""
    from kg.commands.common import load_describer
    from kg.editing.landing import land
    from kg.editing.references import ontology_of
    from kg.editing.renaming import rename

    old = load_describer(options).find(options.old)
    places: list[str] = []

    def plan(sources: Sources) -> dict[Path, list[TextEdit]]:
        edits = rename(sources, ontology_of(sources), old, options.new)
        places[:] = (
            str(sources[path].spans.lines.location(str(path), edit.start))
            for path, of_file in edits.items()
            for edit in sorted(of_file)
        )
        return edits

    articles = Path(options.articles) if options.articles else None
    landed = land(Path(options.data), plan, articles)
    places += _renamed_in_queries(Path(options.queries), old, options.new)
    emit_lines(places)
    tell(landed.warnings, options)
    say_aside(_summary(old, len(places), options))
    return 0


def _renamed_in_queries(directory: Path, old: str, new: str) -> Iterator[str]:
    """Change the saved queries that ask for the entity, and yield the places."""
    from kg.editing.edits import apply
    from kg.editing.renaming import renames_in_query
    from kg.editing.sources import SourceFile
    from kg.files import write_file

    for path in sorted(directory.glob("*.rq")):
        source = SourceFile.read(path)
        edits = renames_in_query(source.text, old, new)
        if edits:
            write_file(path, source.encode(apply(source.text, edits)))
            yield from (str(source.spans.lines.location(str(path), edit.start)) for edit in edits)


def _summary(old: str, count: int, options: Namespace) -> str:
    if options.language == "zh":
        return f"{old} 已改名为 {options.new}，共 {count} 处"
    return f"renamed {old} to {options.new} in {count} {'place' if count == 1 else 'places'}"
