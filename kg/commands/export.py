"""`kg export`: the graph in other formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands.common import declare_output, load_graph, write
from kg.problems import Location, Problem
from kg.terminal import tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    from kg.export import FORMATS

    parser.add_argument("--format", choices=FORMATS, required=True, help=say("格式", "the format"))
    declare_output(parser, say, None)
    parser.add_argument(
        "--rdf", nargs="+", metavar="FILE", help=say("改为导出 RDF 文件", "export RDF files instead")
    )


def run(options: Namespace) -> int:
    """Write the whole graph in another format."""
    from kg.export import RDF_FORMATS, export_store
    from kg.export import export as export_dataset

    if options.rdf and options.format not in RDF_FORMATS:
        blanks = {"format": options.format, "allowed": ", ".join(RDF_FORMATS)}
        tell([Problem("export-rdf-format", Location("--format"), blanks)], options)
        return 2
    if options.rdf:
        from kg.store import open_files

        return write(options, export_store(open_files(options.rdf), options.format))
    return write(options, export_dataset(load_graph(options).dataset, options.format, options.language))
