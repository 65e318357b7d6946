"""`kg add`: new entities, by flags, as JSON, or asked for at the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.problems import Location, Problem
from kg.terminal import emit, emit_lines, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say
    from kg.yamltree.writing import Value

    Entities = dict[str, Value]


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    id_ = say(
        "标识；- 从标准输入读 JSON；不写则在终端里逐项询问", "the id; - reads JSON; none asks at the terminal"
    )
    parser.add_argument("id", nargs="?", metavar="ID", help=id_)
    parser.add_argument(
        "--type", metavar="TYPE", help=say("类型，中英文都可以", "the type, in Chinese or English")
    )
    parser.add_argument(
        "--name", metavar="NAME", help=say("名称，如与标识不同", "the name, if it is not the id")
    )
    alias = say("别名，可多次", "an alias; may be repeated")
    parser.add_argument("--alias", action="append", default=[], metavar="NAME", help=alias)
    parser.add_argument("--description", metavar="TEXT", help=say("说明", "what it is, in a sentence"))
    statement = say(
        "一条陈述：属性 值 [quote=… status=… when=… source=… role=… note=… measure=…]，可多次",
        "a statement: PROPERTY VALUE [quote=… status=… when=… source=… role=… note=… measure=…]; repeatable",
    )
    parser.add_argument(
        "-s", dest="statements", nargs="+", action="append", default=[], metavar="WORD", help=statement
    )
    parser.add_argument(
        "--to", metavar="FILE", help=say("写进哪个数据文件", "the data file it is written to")
    )
    dry = say("只检查并显示将要写入的内容", "check and show what would be written, no more")
    parser.add_argument("--dry-run", action="store_true", help=dry)


def run(options: Namespace) -> int:
    """Check and write new entities, and print where they stand."""
    given = options.name or options.alias or options.description or options.statements
    entities: Entities | None = None
    if options.id == "-" and not (options.type or given):
        from kg.editing.given import read_json

        entities = read_json(sys.stdin.buffer.read())
    elif options.id not in (None, "-") and options.type is not None:
        entities = _from_flags(options)
    elif _is_at_a_terminal() and not (options.type or given):
        from kg.commands.dialogue import ask

        entities = ask(options)
        if entities is None:
            return 1
    else:
        tell([Problem("add-what", Location("kg add"))], options)
    return 2 if entities is None else _add(entities, options)


def _is_at_a_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _from_flags(options: Namespace) -> Entities | None:
    from kg.editing.given import put, split_qualifiers, statement_form
    from kg.editing.landing import Sources
    from kg.editing.references import ontology_of

    given = {"type": options.type, "name": options.name, "aliases": options.alias}
    entity: Entities = {key: value for key, value in given.items() if value}
    if options.description:
        entity["description"] = options.description
    ontology = ontology_of(Sources(Path(options.data)))
    for name, *words in options.statements:
        try:
            value, qualifiers = words[0], split_qualifiers(words[1:])
        except (IndexError, ValueError) as error:
            blanks = {"property": name, "word": str(error) if words else ""}
            tell([Problem("statement-words", Location("kg add"), blanks)], options)
            return None
        put(entity, ontology, name, statement_form(ontology, name, value, qualifiers))
    return {options.id: entity}


def _add(entities: Entities, options: Namespace) -> int:
    from kg.editing.addition import Addition, data_file

    directory = Path(options.data)
    target = data_file(directory, options.to) if options.to else None
    addition = Addition(directory, entities, target, Path(options.articles) if options.articles else None)
    if options.dry_run:
        added = addition.rehearse()
        emit(addition.text)
    else:
        added = addition.land()
    tell(added.warnings, options)
    emit_lines(f"{added.path}:{line}: {id_}" for id_, line in added.lines.items())
    return 0
