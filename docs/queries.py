"""Write queries/README.md, and the answers in tests/answers/: `python docs/queries.py`.

Run it after a change of the data, the ontology or a query, and read `git diff queries tests/answers`: every
line that changed is an answer that is now another one. `tests/test_answers.py` holds both engines to them.
The graph is taken without the texts of articles, so that every machine gives the same.
"""  # noqa: INP001

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyoxigraph

import kg
from kg.query.answers import Shortener, Style, answer
from kg.query.engine import cell, evaluate, here
from kg.query.groups import grouped
from kg.query.rdflib_engine import evaluate_graph
from kg.query.saved import list_queries
from kg.query.sparql import read, tokens
from kg.query.tables import markdown_table
from kg.vocabulary import known_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import rdflib

    from kg.query.answers import Outcome
    from kg.query.engine import Answer
    from kg.query.saved import Parameter, Query

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "queries" / "README.md"
ANSWERS = ROOT / "tests" / "answers"
SHOWN = 15
"""The page shows so many rows of an answer, and says how many there are."""

HEAD = """\
# 图谱能回答的问题 · Questions the graph answers

{count} 个保存的查询，各附问法、参数和目前的答案；答案过长的，只列前 {shown} 行。空格表示图谱里没有说。
The {count} saved queries: how to ask them, their parameters, and the current answers, cut after {shown} rows.
A blank cell means that the graph does not say.

`kg query` 列出全部查询 lists them · `--format csv` 换格式 another format ·
[更多选项 more options](../docs/commands.md#kg-query)

本页由 `python docs/queries.py` 生成 · This page is written by `python docs/queries.py`.

"""


def main() -> None:
    """Write the page and all answers, and remove answers to queries that are no more."""
    library = Library()
    PAGE.write_text(library.page(), encoding="utf-8")
    ANSWERS.mkdir(exist_ok=True)
    answers = {library.answer_file(query): library.snapshot(query) for query in library.queries}
    for path in set(ANSWERS.iterdir()) - set(answers):
        path.unlink()
    for path, text in answers.items():
        path.write_text(text, encoding="utf-8")


class Library:
    """The saved queries, and the engines that answer them from the project's data."""

    def __init__(self) -> None:
        with TemporaryDirectory() as without_texts:
            self.graph = kg.load(ROOT / "data", without_texts)
        self.queries = list_queries(str(ROOT / "queries"))
        self.prefixes = known_prefixes(self.graph.dataset.ontology.prefixes)
        self.shorten = Shortener(self.prefixes)

    @cached_property
    def rdflib(self) -> rdflib.Graph:
        """The graph for rdflib, made for all queries at once."""
        return self.graph.to_rdflib()

    def outcome(self, query: Query, format_: str, engine: str = "oxigraph") -> Outcome:
        """Answer a query as it stands in its file."""
        reading, style = read(query.text, query.file, self.prefixes), Style(format_, self.prefixes)
        evaluated_by = self.evaluated_by_rdflib if engine == "rdflib" else evaluate
        return answer(here(self.graph.store), reading, style, evaluated_by)

    def evaluated_by_rdflib(self, _store: pyoxigraph.Store, *question: Any) -> Answer:
        """Have rdflib answer what the store is asked."""
        return evaluate_graph(self.rdflib, *question)

    def answer_file(self, query: Query) -> Path:
        """Give the file that holds the answer to a query."""
        return ANSWERS / f"{query.name}.{'nt' if makes_triples(query) else 'csv'}"

    def snapshot(self, query: Query, engine: str = "oxigraph") -> str:
        """Give an answer as the text of its file: CSV in the order of the query, or N-Triples, sorted."""
        triples = makes_triples(query)
        lines = self.outcome(query, "nt" if triples else "csv", engine).output.decode().splitlines()
        return "".join(f"{line}\n" for line in (sorted(lines) if triples else lines))

    def page(self) -> str:
        """Give the page: the list of the questions, then each with its answer."""
        parts = [HEAD.format(count=len(self.queries), shown=SHOWN)]
        groups = grouped(self.queries, str(ROOT / "queries"))
        for group in groups:
            parts.append(f"\n**{group.titles['zh']} · {group.titles['en']}**\n\n")
            for query in group.queries:
                zh, en = query.summaries["zh"], query.summaries["en"]
                parts.append(f"- [{zh}](#{slug(zh)})<br>{en}\n")
        return "".join([*parts, *(self.section(query) for group in groups for query in group.queries)])

    def section(self, query: Query) -> str:
        """Give a question, how to ask it, and the answer."""
        parts = [f"\n## {query.summaries['zh']}\n", f"{query.summaries['en']}\n", self.how_to_ask(query)]
        if query.parameters:
            header = ("-p", "参数", "parameter", "类型 type", "默认 default")
            parts.append(markdown_table(header, list(map(self.described, query.parameters.values()))))
        return "\n".join([*parts, self.shown(query)])

    def how_to_ask(self, query: Query) -> str:
        """Give the command line, with the defaults as examples, and a link to the query."""
        given = "".join(f" -p {name}={self.example(each)}" for name, each in query.parameters.items())
        return f"`kg query {query.name}{given}` · [{query.name}.rq]({query.name}.rq)\n"

    def example(self, parameter: Parameter) -> str:
        """Give a value as one would type it; an ellipsis where there is no default."""
        value = next(self.defaults(parameter), "…")
        return value if re.fullmatch(r"[\w.·…-]+", value) else f"'{value}'"

    def described(self, parameter: Parameter) -> tuple[str, ...]:
        """Give the row of a parameter."""
        default = "、".join(self.defaults(parameter)) or "不限 any"
        return f"`{parameter.name}`", parameter.titles["zh"], parameter.titles["en"], parameter.type, default

    def defaults(self, parameter: Parameter) -> Iterator[str]:
        """Give the defaults as one would type them, without prefix, quotation marks or datatype."""
        datatype = False
        for token in tokens(parameter.default):
            if token.kind == "string":
                yield token.text.strip("\"'")
            elif token.kind == "iri" and not datatype:
                yield self.shorten.iri(token.text.strip("<>")).removeprefix("e:")
            elif token.kind in ("name", "number") and not datatype:
                yield token.text.removeprefix("e:")
            datatype = token.text == "^"

    def shown(self, query: Query) -> str:
        """Give the first rows of an answer as a table, and how many there are; `true` or `false` as it is."""
        lines = self.table(query).splitlines(keepends=True)
        if len(lines) == 1:
            return lines[0]
        rows = lines[2:]
        count = f"共 {len(rows)} 行 · {len(rows)} row{'s' * (len(rows) != 1)}"
        return f"{''.join(lines[: SHOWN + 2])}\n{'… ' * (len(rows) > SHOWN)}{count}\n"

    def table(self, query: Query) -> str:
        """Give an answer as a table; triples as one of three columns."""
        if not makes_triples(query):
            return self.outcome(query, "md").output.decode()
        triples = pyoxigraph.parse(self.snapshot(query), pyoxigraph.RdfFormat.N_TRIPLES)
        rows = [self.triple(quad) for quad in triples]
        return markdown_table(("subject", "predicate", "object"), rows)

    def triple(self, quad: pyoxigraph.Quad) -> Sequence[str]:
        """Give the row of a triple."""
        return [self.shorten.cell(*cell(term)) for term in (quad.subject, quad.predicate, quad.object)]


def makes_triples(query: Query) -> bool:
    """Tell whether the answer is a graph."""
    return any(token.is_word("CONSTRUCT", "DESCRIBE") for token in tokens(query.text))


def slug(heading: str) -> str:
    """Give the anchor that GitHub makes of a heading: 谁获得了荣誉？ is 谁获得了荣誉."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


if __name__ == "__main__":
    main()
