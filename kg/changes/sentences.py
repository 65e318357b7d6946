"""Changes in words, grouped by entity."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kg.changes.figures import figure_change
from kg.changes.marks import union
from kg.changes.words import Words
from kg.describe import Describer
from kg.model import Observation, Omission, Quote, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.changes.model import Changed, Changes, Definitions, FieldChange
    from kg.model import Dataset
    from kg.problems import Language

QUALIFIERS = ("source", "quote", "when", "status", "role", "note")
STATUSES = "Status"
"""The enumeration of the ontology that says which statuses there are."""


class Line(NamedTuple):
    """A line of the report: `mark` is `+`, `-`, `~` or empty, `depth` how far it is indented."""

    mark: str
    text: str
    depth: int = 0


class Sentences:
    """Writes the changes between two datasets in one language."""

    def __init__(self, old: Dataset, new: Dataset, changes: Changes, language: Language) -> None:
        self.changes = changes
        self.words = Words(language)
        self.language = language
        self.describer = Describer(union(old, new, changes), language)

    def lines(self) -> Iterator[Line]:
        """Give the whole report: the counts, the ontology, then articles and entities one by one."""
        if not self.changes:
            yield Line("", self.words.word("nothing"))
            return
        yield from self._counts()
        yield from self._terms()
        said = self._by_subject()
        dataset, changes = self.describer.dataset, self.changes
        for of_article, definitions, ids in (
            (True, changes.articles, dataset.articles),
            (False, changes.entities, dataset.entities),
        ):
            for id_ in ids:
                details = [*self._fields(definitions, id_), *said[of_article, id_]]
                renamed = not of_article and id_ in changes.renamed
                if details or renamed or id_ in (*definitions.added, *definitions.removed):
                    yield Line("", "")
                    yield self._head(definitions, id_, of_article=of_article)
                    yield from details

    def _counts(self) -> Iterator[Line]:
        """Count what was added, removed and changed, a line for each kind."""
        words, changes = self.words, self.changes
        for kind in ("entities", "statements", "omissions", "articles", "terms"):
            parts = zip("+-~", getattr(changes, kind), strict=True)
            counted = [f"{words.word(mark)} {len(part)}" for mark, part in parts if part]
            if kind == "entities" and changes.renamed:
                counted.append(f"{words.word('renamed')} {len(changes.renamed)}")
            if counted:
                yield Line("", words.labelled(kind, words.comma.join(counted)))

    def _terms(self) -> Iterator[Line]:
        """Say which types and properties came, went and changed."""
        terms = self.changes.terms
        for mark, ids in (("-", terms.removed), ("+", terms.added), ("~", terms.changed)):
            for id_ in ids:
                yield Line(mark, f"{self._marked(mark, 'term')} {self._title(id_)} {id_}")
                yield from self._fields(terms, id_)

    def _marked(self, mark: str, kind: str = "") -> str:
        words = self.words
        return f"{words.word(mark)}{words.space}{words.word(kind)}" if kind else words.word(mark)

    def _head(self, definitions: Definitions, id_: str, *, of_article: bool) -> Line:
        """Name an entity or article, and say whether it came or went."""
        mark = "+" if id_ in definitions.added else "-" if id_ in definitions.removed else "~"
        prefix = f"{self._marked(mark, 'article' if of_article else '')} "
        if of_article:
            return Line(mark, f"{prefix}{id_}《{self.describer.dataset.articles[id_].title}》")
        entity = self.describer.dataset.entities[id_]
        text = f"{entity.name}  [{self.describer.title('classes', entity.type)}]"
        before = self.changes.renamed.get(id_)
        if before:
            text += "  " + self.words.labelled("renamed", f"{before} → {id_}")
        elif id_ != entity.name:
            text += f"  {id_}"
        return Line(mark, prefix + text)

    def _fields(self, definitions: Definitions, id_: str) -> list[Line]:
        """Say what changed of the thing itself."""
        return [Line("~", self._field(change), 1) for change in definitions.changed.get(id_, ())]

    def _field(self, change: FieldChange) -> str:
        words, before, after = self.words, change.before, change.after
        if change.field == "type":
            before, after = (tuple(self._title(id_) for id_ in ids) for ids in (before, after))
        if len(before) > 1 or len(after) > 1:
            parts = [f"+ {name}" for name in after if name not in before]
            parts += [f"- {name}" for name in before if name not in after]
            return words.labelled(change.field, words.comma.join(parts))
        return words.labelled(change.field, f"{words.listed(before)} → {words.listed(after)}")

    def _by_subject(self) -> dict[tuple[bool, str], list[Line]]:
        """Say what changed of statements and of what is not stated, by whether of an article, and its id."""
        lines: defaultdict[tuple[bool, str], list[Line]] = defaultdict(list)
        statements, omissions = self.changes.statements, self.changes.omissions
        for mark, said in (("-", statements.removed), ("+", statements.added)):
            for statement in said:
                lines[False, statement.subject] += self._statement(mark, statement)
        for pair in statements.changed:
            lines[False, pair.after.subject].append(Line("~", self._changed(pair), 1))
        for mark, left in (("-", omissions.removed), ("+", omissions.added)):
            for omission in left:
                text = f"{self._marked(mark)}{self.words.colon}{self._omission(omission)}"
                lines[omission.of_article, omission.subject].append(Line(mark, text, 1))
        for couple in omissions.changed:
            text = f"{self._marked('~')}{self.words.colon}{self._omission(couple.after)}"
            text += self._qualifiers(couple)
            lines[couple.after.of_article, couple.after.subject].append(Line("~", text, 1))
        return lines

    def _statement(self, mark: str, statement: Statement) -> Iterator[Line]:
        title = self._title(statement.property)
        yield Line(
            mark, f"{self._marked(mark)}{self.words.colon}{title} → {self.describer.object(statement)}", 1
        )
        for line in self.describer.evidence(statement):
            yield Line("", line.strip(), 3)

    def _changed(self, pair: Changed[Statement]) -> str:
        """Say what a statement said before and says now; of a figure, by how much it changed."""
        title, said = self._title(pair.after.property), [self.describer.object(each) for each in pair]
        one, other = pair.before.object, pair.after.object
        if said[0] == said[1]:
            text = f"{title} → {said[1]}"
        elif isinstance(one, Observation) and isinstance(other, Observation):
            text = f"{title}{self.words.colon}{self._figures(one, other, said)}"
        else:
            text = f"{title}{self.words.colon}{said[0]} → {said[1]}"
        return f"{self._marked('~')}{self.words.colon}{text}{self._qualifiers(pair)}"

    def _figures(self, one: Observation, other: Observation, said: list[str]) -> str:
        """Write two figures, what they count once where it is the same: 企业 2.3万余家 → 3万余家."""
        change = self.words.in_brackets(figure_change(one.quantity, other.quantity, self.language))
        if one._replace(quantity=other.quantity) != other:
            return f"{said[0]} → {said[1]}{change}"
        measure = f"{other.measure}{self.describer.qualifiers(other)}"
        return f"{measure} {one.quantity.raw} → {other.quantity.raw}{change}"

    def _qualifiers(self, pair: Changed[Statement] | Changed[Omission]) -> str:
        """Write what else changed, in parentheses: source, quote, status, note."""
        parts = []
        for field in QUALIFIERS:
            one, other = (self._qualifier(field, getattr(each, field, None)) for each in pair)
            if one != other:
                parts.append(self.words.labelled(field, f"{one} → {other}"))
        return self.words.in_brackets(self.words.semicolon.join(parts))

    def _qualifier(self, field: str, value: object) -> str:
        if not value:
            return self.words.word("none")
        if isinstance(value, Quote):
            return f"「{' … '.join(value.phrases)}」"
        if field == "status":
            return self.describer.title_of_value(str(value), (STATUSES,))
        return str(getattr(value, "raw", value))

    def _omission(self, omission: Omission) -> str:
        word = self.describer.word("no value")
        return f"{self._title(omission.property)} → {word}{self.words.in_brackets(omission.note)}"

    def _title(self, id_: str) -> str:
        """Give the title of a class or property that either dataset knows."""
        ontology = self.describer.dataset.ontology
        definition = ontology.properties.get(id_) or ontology.classes.get(id_)
        return str(definition.titles[self.language]) if definition else id_
