"""What a spreadsheet brings: row by row new, known, conflicting or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.loading.entities import ENTITY_KEYS
from kg.loading.omissions import OmissionReader
from kg.loading.rules import check_rules
from kg.loading.statements import StatementReader
from kg.model import DRAFT, Dataset, ids_of_name
from kg.problems import Location, Problem, in_order
from kg.sheets.forms import compared, object_text
from kg.sheets.heads import Head, Said, read_heads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.loading.values import Context
    from kg.model import Entity, Omission, Statement
    from kg.ontology import Property
    from kg.sheets.known import Known
    from kg.sheets.rows import Row

    Place = tuple[str, int]
    """A row of a table."""

NEW, KNOWN, CONFLICTING, WRONG = "new", "known", "conflicting", "wrong"
VERDICTS = (NEW, KNOWN, CONFLICTING, WRONG)


class Verdict(NamedTuple):
    """What a row is: with the entity it is about, what of it is there already, and what is wrong with it."""

    row: Row
    kind: str
    id: str
    said: list[Said]
    problems: list[Problem]


class Judge:
    """Judges rows against the data and each other.

    heads: all entities that rows are about, with what is added to them
    statements, omissions: what is new of both, by the id of the entity
    """

    def __init__(self, known: Known, rows: Sequence[Row], problems: Iterable[Problem]) -> None:
        self.known = known
        self.rows = rows
        self._of_cells = list(problems)
        self._unreadable = {problem.location for problem in self._of_cells}
        self.problems = list(self._of_cells)
        self.heads: dict[str, Head] = {}
        self.statements: dict[str, list[Statement]] = {}
        self.omissions: dict[str, list[Omission]] = {}
        self._said: dict[Place, list[Said]] = {}
        self._fresh: set[Place] = set()
        self._known_statements = {
            (one.subject, one.property, one.object, one.source): (one, str(one.location))
            for one in known.dataset.statements
        }
        self._single: dict[tuple[str, str], tuple[Statement, str]] = {}
        for one in known.dataset.statements:
            self._single.setdefault((one.subject, one.property), (one, str(one.location)))
        self._known_omissions = {
            (one.subject, one.property, one.source): (one, str(one.location))
            for one in known.dataset.omissions
            if not one.of_article
        }
        self._readers: dict[tuple[str, str], tuple[StatementReader, OmissionReader]] = {}

    def judge(self) -> list[Verdict]:
        """Judge all rows."""
        ids = self._ids()
        for row, id_ in zip(self.rows, ids, strict=True):
            if id_:
                self._read_head(row, id_)
        self._require_types({id_ for row, id_ in zip(self.rows, ids, strict=True) if "type" in row.heads})
        self._context = self._context_with_new()
        for row, id_ in zip(self.rows, ids, strict=True):
            if id_:
                self._read_statements(row, id_)
        self.problems.extend(self._broken_rules())
        return list(self._verdicts(ids))

    def _ids(self) -> list[str]:
        """Give the id that each row is about: an entity that is there, by any name; else a new one."""
        names = self.known.context.ids_of_name
        typed = {row.subject.text for row in self.rows if "type" in row.heads}
        new_names: dict[str, set[str]] = {}
        for row in self.rows:
            if row.subject.text in typed:
                for node in (row.heads[key].value for key in ("name", "aliases") if key in row.heads):
                    for scalar in getattr(node, "items", [node]):
                        new_names.setdefault(scalar.text, set()).add(row.subject.text)
        return [self._id(row, names, typed, new_names) for row in self.rows]

    def _id(
        self, row: Row, names: dict[str, list[str]], typed: set[str], new_names: dict[str, set[str]]
    ) -> str:
        text = row.subject.text
        if text in self.known.dataset.entities:
            return text
        name = row.heads["name"].value if "name" in row.heads else None
        for given in (text, getattr(name, "text", "")):
            found = names.get(given, [])
            if len(found) == 1:
                return found[0]
            if found:
                place = Location(row.table.name, row.subject.line, row.subject.column)
                blanks = {"name": given, "candidates": "、".join(found)}
                self.problems.append(Problem("ambiguous-reference", place, blanks))
                return ""
        meant = new_names.get(text, set())
        return next(iter(meant)) if text not in typed and len(meant) == 1 else text

    def _read_head(self, row: Row, id_: str) -> None:
        head = self.heads.get(id_)
        if head is None:
            head = self.heads[id_] = Head(row, id_, self.known.dataset.entities.get(id_))
            if head.is_new:
                StatementReader(row.table.name, self.problems, self.known.context, None).check_id(row.subject)
                self._fresh.add((row.table.name, row.number))
        before = head.entity
        self._note(row, read_heads(row, head, self.problems, self.known.ontology))
        if head.entity != before:
            self._fresh.add((row.table.name, row.number))

    def _note(self, row: Row, said: list[Said]) -> None:
        if said:
            self._said.setdefault((row.table.name, row.number), []).extend(said)

    def _require_types(self, typed: set[str]) -> None:
        for id_, head in self.heads.items():
            if not head.entity.type and id_ not in typed:
                self.problems.append(Problem("type-missing", head.entity.location, {"id": id_}))

    def _new_entities(self) -> dict[str, Entity]:
        return {id_: head.finished for id_, head in self.heads.items()}

    def _context_with_new(self) -> Context:
        entities = {**self.known.dataset.entities, **self._new_entities()}
        types = {id_: entity.type for id_, entity in entities.items()}
        return self.known.context._replace(types=types, ids_of_name=ids_of_name(entities.values()))

    def _read_statements(self, row: Row, id_: str) -> None:
        head = self.heads[id_]
        file = self.known.file_of(id_, head.entity.type)
        class_ = self.known.ontology.classes.get(head.entity.type)
        statement_reader, omission_reader = self._reader(row.table.name, file)
        for key, node in row.statements:
            property_ = statement_reader.property(key, class_, ENTITY_KEYS)
            statement = property_ and statement_reader.statement(id_, property_, node)
            if property_ and statement:
                self._take(row, property_, statement)
        for key, node in row.omissions:
            property_ = omission_reader.property(key, class_)
            omission = property_ and omission_reader.omission(id_, property_, node)
            if omission:
                self._take_omission(row, omission)

    def _reader(self, table: str, file: str) -> tuple[StatementReader, OmissionReader]:
        if (table, file) not in self._readers:
            parts = table, self.problems, self._context, self.known.sources.get(file)
            self._readers[table, file] = StatementReader(*parts), OmissionReader(*parts)
        return self._readers[table, file]

    def _take(self, row: Row, property_: Property, statement: Statement) -> None:
        """Keep a statement that is new; note one that is there, as it is or otherwise."""
        if statement.status == DRAFT:
            self.problems.append(Problem("import-draft", statement.location))
            return
        here = row.table.address(statement.location.line, statement.location.column)
        key = (statement.subject, statement.property, statement.object, statement.source)
        there = self._known_statements.setdefault(key, (statement, here))
        single = self._single.setdefault(key[:2], (statement, here))
        if there[0] is not statement:
            what = f"{property_.id} {object_text(statement)}"
            self._note(row, [compared(what, statement, *there)])
        elif single[0] is not statement and not property_.multivalued:
            blanks = {"key": property_.id, "there": object_text(single[0]), "here": object_text(statement)}
            conflict = Problem("import-conflict", statement.location, {**blanks, "place": single[1]})
            self._note(row, [Said(property_.id, single[1], conflict)])
        else:
            self.statements.setdefault(statement.subject, []).append(statement)
            self._fresh.add((row.table.name, row.number))

    def _take_omission(self, row: Row, omission: Omission) -> None:
        here = row.table.address(omission.location.line, omission.location.column)
        there = self._known_omissions.setdefault(
            (omission.subject, omission.property, omission.source), (omission, here)
        )
        if there[0] is omission:
            self.omissions.setdefault(omission.subject, []).append(omission)
            self._fresh.add((row.table.name, row.number))
        else:
            self._note(row, [compared(f"notStated {omission.property}", omission, *there)])

    def _broken_rules(self) -> Iterator[Problem]:
        """Check the whole of data and rows; what the data break alone is not said here."""
        old = self.known.dataset
        whole = Dataset(
            self.known.ontology,
            {**old.entities, **self._new_entities()},
            [*old.statements, *(one for said in self.statements.values() for one in said)],
            old.articles,
            [*old.omissions, *(one for said in self.omissions.values() for one in said)],
        )
        tables = {row.table.name for row in self.rows}
        return (problem for problem in check_rules(whole) if problem.location.file in tables)

    def _verdicts(self, ids: list[str]) -> Iterator[Verdict]:
        found: dict[Place, list[Problem]] = {}
        for problem in in_order(self.problems):
            if problem.location in self._unreadable and problem not in self._of_cells:
                continue  # what else is wrong with a cell that could not be read says nothing
            found.setdefault((problem.location.file, problem.location.line), []).append(problem)
        for row, id_ in zip(self.rows, ids, strict=True):
            place = row.table.name, row.number
            problems, said = found.get(place, []), self._said.get(place, [])
            yield Verdict(row, self._kind(place, said, problems), id_, said, problems)

    def _kind(self, place: Place, said: list[Said], problems: list[Problem]) -> str:
        if any(problem.severity == "error" for problem in problems):
            return WRONG
        if any(one.conflict for one in said):
            return CONFLICTING
        return NEW if place in self._fresh else KNOWN
