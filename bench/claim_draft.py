"""Drafting against the curated data: what `kg draft` proposes for the article, beside what a curator wrote.

python bench/claim_draft.py [--withheld] [--misses] [--data DIR] [--articles DIR]

The drafter is given none of the curated data. But its word lists were written with this article at hand,
and have words that are entities of it (企业, 疗休养, 工会干部): with --withheld, every word that stands for
itself in them and is a name in the curated data is taken out of them first. That claim is the honest one.
What counts as the same:

- entities: one of the names (name, id, aliases) of each, without marks and blanks, is the same; or is so
  without words of scope before it (全国, 全省, 全市, a province) and general heads behind (活动, 行动, 工程,
  工作, 应用, 试点, 教育 …); or is the part in “” or beside · of the other; or lacks 省 or 市.
  Every entity and every proposal counts once; the type is not asked for, and reported apart.
- relations: the six properties of organizers and issuers, between entities that are the same.
- figures: number, bound and unit, as often as they occur. dates: the value.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.draft import tables
from kg.draft.mentions import plain
from kg.draft.proposal import propose
from kg.loading.load import load
from kg.model import Observation, Reference
from kg.quantity import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.draft.proposal import Proposal
    from kg.model import Dataset

ROOT = Path(__file__).parent.parent
WORK = Path(__file__).parent / "work"
PROPERTIES = ("organizer", "coorganizer", "issuer", "coissuer", "formulatedBy", "revisedBy")
DATES = ("start", "end", "date", "issued", "formulated", "revised", "established")
_scope = re.compile(f"^(?:全国|全省|全市|(?:{tables.pattern(tables.provinces())})省?)+(?=.{{2}})")
_head = re.compile("(?<=.{2})(?:主题|活动|行动|工作|工程|试点|场景|应用|教育|竞赛)+$")


class Score(NamedTuple):
    """How many were right of how many proposed and how many there are; and what was missed and what false."""

    name: str
    right: int
    proposed: int
    there: int
    goal: str = ""
    met: bool = True
    missed: tuple[str, ...] = ()
    false: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """How many of those proposed are right."""
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """How many of those there are were found."""
        return self.right / self.there if self.there else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def forms(names: Iterable[str]) -> tuple[set[str], set[str]]:
    """Give the plain forms of names, and the looser ones."""
    exact = {plain(name) for name in names}
    loose = set()
    for name in names:
        parts = [*re.findall("“([^”]+)”", name), *(re.split("[·“”]", name) if "·" in name else ()), name]
        loose |= {_head.sub("", _scope.sub("", plain(part))) for part in parts}
        loose |= {re.sub("(?<=^..)[省市]$", "", plain(name))}
    return exact - {""}, {form for form in loose if len(form) > 1} | exact - {""}


def paired(
    there: dict[str, tuple[set[str], set[str]]], proposed: dict[str, tuple[set[str], set[str]]]
) -> dict[str, str]:
    """Pair what is the same, by its exact names first; each counts once."""
    pairs: dict[str, str] = {}
    for level in (0, 1):
        for name, names in there.items():
            free = (other for other in proposed if name not in pairs and other not in pairs.values())
            match = next((other for other in free if names[level] & proposed[other][level]), None)
            if match is not None:
                pairs[name] = match
    return pairs


def scores(dataset: Dataset, proposal: Proposal) -> Iterator[Score]:
    there = {one.id: forms((one.id, one.name, *one.aliases)) for one in dataset.entities.values()}
    proposed = {one.id: forms((one.name, *one.aliases)) for one in proposal.entities}
    pairs = paired(there, proposed)
    types = {one.id: one.type for one in proposal.entities}
    missed = tuple(
        f"{dataset.entities[name].name} [{dataset.entities[name].type}]"
        for name in there
        if name not in pairs
    )
    false = tuple(f"{name} [{types[name]}]" for name in proposed if name not in pairs.values())
    entities = Score(
        "entities", len(pairs), len(proposed), len(there), "F1 ≥ 0.75", missed=missed, false=false
    )
    yield entities._replace(met=entities.f1 >= 0.75)
    same_type = sum(dataset.entities[name].type == types[other] for name, other in pairs.items())
    yield Score("their types", same_type, len(pairs), len(pairs))
    relations = _relations(dataset, proposal, pairs)
    yield relations._replace(met=relations.f1 >= 0.6)
    yield from _values(dataset, proposal, pairs)


def _relations(dataset: Dataset, proposal: Proposal, pairs: dict[str, str]) -> Score:
    there = Counter(
        (
            pairs.get(one.subject, f"?{one.subject}"),
            one.property,
            pairs.get(one.object.id, f"?{one.object.id}"),
        )
        for one in dataset.statements
        if one.property in PROPERTIES and isinstance(one.object, Reference)
    )
    proposed = Counter(
        (one.id, said.property, said.to)
        for one in proposal.entities
        for said in one.statements
        if said.property in PROPERTIES
    )
    return _counted("organizers, issuers", there, proposed, "F1 ≥ 0.6")


def _counted(name: str, there: Counter, proposed: Counter, goal: str) -> Score:
    right = there & proposed
    missed, false = (
        (" ".join(map(str, one)) for one in (side - right).elements()) for side in (there, proposed)
    )
    return Score(
        name, right.total(), proposed.total(), there.total(), goal, missed=tuple(missed), false=tuple(false)
    )


def _values(dataset: Dataset, proposal: Proposal, pairs: dict[str, str]) -> Iterator[Score]:
    figures = [
        (one.subject, one.object.quantity)
        for one in dataset.statements
        if isinstance(one.object, Observation)
    ]
    drafted = [
        (one.id, parse_quantity(said.value))
        for one in proposal.entities
        for said in one.statements
        if said.property == "statistics"
    ]
    there, proposed = (
        Counter((q.number.normalize(), q.bound, q.unit) for _, q in side) for side in (figures, drafted)
    )
    score = _counted("figures", there, proposed, "P, R ≥ 0.97")
    yield score._replace(met=min(score.precision, score.recall) >= 0.97)
    about = Counter((pairs.get(subject), q.number.normalize(), q.unit) for subject, q in figures)
    yield _counted(
        "figures of their entity",
        about,
        Counter((id_, q.number.normalize(), q.unit) for id_, q in drafted),
        "",
    )._replace(met=True)
    dated = [
        (one.subject, one.property, str(one.object)) for one in dataset.statements if one.property in DATES
    ]
    found = [
        (one.id, said.property, said.value)
        for one in proposal.entities
        for said in one.statements
        if said.property in DATES
    ]
    score = _counted(
        "dates", Counter(value for *_, value in dated), Counter(value for *_, value in found), "R = 1"
    )
    yield score._replace(met=score.recall == 1)
    yield _counted(
        "dates of their entity", Counter((pairs.get(s), p, v) for s, p, v in dated), Counter(found), ""
    )._replace(met=True)


def _row(score: Score) -> str:
    rates = (f"{rate:.3f}" for rate in (score.precision, score.recall, score.f1))
    cells = (
        score.name,
        score.right,
        score.proposed,
        score.there,
        *rates,
        score.goal,
        "✓" if score.met else "✗",
    )
    return f"| {' | '.join(map(str, cells))} |"


def withhold(names: set[str], directory: Path) -> None:
    """Let the drafter read its lists without those words by themselves that are one of these names."""
    shutil.copytree(tables.HERE, directory, ignore=shutil.ignore_patterns("*.py"), dirs_exist_ok=True)
    for name in ("heads", "groups"):
        file = directory / f"{name}.toml"
        before, mark, rest = re.split(
            r"(?m)(^\[alone\]$|^alone = )", file.read_text(encoding="utf-8"), maxsplit=1
        )
        alone, after, others = re.split(r"(?m)(^\[)", rest, maxsplit=1)
        kept = re.sub(r"[^\s\"]+", lambda word: "" if word[0] in names else word[0], alone)
        file.write_text(before + mark + kept + after + others, encoding="utf-8")
    tables.HERE = directory


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was false")
    parser.add_argument(
        "--withheld", action="store_true", help="without the article's names in the word lists"
    )
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    parser.add_argument("--articles", type=Path, default=ROOT.parent / "shared" / "articles")
    options = parser.parse_args()
    dataset, _ = load(options.data, options.articles)
    if options.withheld:
        named = {name for one in dataset.entities.values() for name in (one.id, one.name, *one.aliases)}
        tables.table.cache_clear()
        withhold(named, WORK / "draft-lists")
    print(
        "| claim | right | proposed | there | precision | recall | F1 | goal | |", "|---" * 9 + "|", sep="\n"
    )
    met = True
    for article in dataset.articles.values():
        if article.text is None:
            print(f"the text of {article.id} is not at hand", file=sys.stderr)
            return 2
        proposal, _ = propose(article.text, dataset.ontology, {})
        for score in scores(dataset, proposal):
            print(_row(score))
            met &= score.met
            if options.misses and score.goal:
                for kind, ones in (("missed", score.missed), ("false", score.false)):
                    print(*(f"    {kind}: {one}" for one in ones), sep="\n")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
