"""`kg fmt`: puts data files in the standard order and layout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.terminal import emit_lines, say_aside

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from kg.commands.common import Say
    from kg.editing.edits import TextEdit
    from kg.editing.landing import Sources


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    files = say("只整理这些文件或目录", "format only these files or directories")
    parser.add_argument("paths", nargs="*", metavar="PATH", help=files)
    look = say("不写入，只列出还没有整理的文件", "write nothing, only list the files that are not formatted")
    parser.add_argument("--check", action="store_true", help=look)
    keys = say("类型和属性一律用中文名或英文键", "write types and properties in Chinese or English")
    parser.add_argument("--keys", choices=("zh", "en"), help=keys)


def run(options: Namespace) -> int:
    """Format the data files, or list those that are not formatted; exit 1 where --check found one."""
    from kg.editing.landing import Sources, land

    changed: list[Path] = []

    def plan(sources: Sources) -> dict[Path, list[TextEdit]]:
        edits = dict(_edits(sources, options))
        changed[:] = edits
        return edits

    directory = Path(options.data)
    if options.check:
        plan(Sources(directory))
    else:
        land(directory, plan, check=lambda _: [])  # a text that says the same brings no problem
    emit_lines(map(str, changed))
    say_aside(_summary(len(changed), options))
    return 1 if options.check and changed else 0


def _edits(sources: Sources, options: Namespace) -> Iterator[tuple[Path, list[TextEdit]]]:
    """Yield the edits that format the files that were asked for."""
    from kg.editing.edits import TextEdit
    from kg.editing.formatting import formatted
    from kg.editing.references import ontology_of

    ontology = ontology_of(sources)
    for path in _wanted(sources, options):
        source = sources[path]
        text = source.lines(formatted(source, ontology, options.keys))
        if text != source.text:
            yield path, [TextEdit(0, len(source.text), text)]


def _wanted(sources: Sources, options: Namespace) -> list[Path]:
    """Give the data files in the paths that were named, or all; the ontology is laid out as LinkML is."""
    from kg.loading.load import ONTOLOGY_FILE
    from kg.loading.paths import files_in

    files = [path for path in sources.paths if path.name != ONTOLOGY_FILE]
    return files_in(options.paths, files, options.data) if options.paths else files


def _summary(count: int, options: Namespace) -> str:
    if options.language == "zh":
        return f"{count} 个文件{'需要整理' if options.check else '已整理'}"
    files = "1 file" if count == 1 else f"{count} files"
    return f"{files} {'not formatted' if options.check else 'formatted'}"
