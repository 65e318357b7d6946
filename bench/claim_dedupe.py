"""Duplicates: the planted ones among generated entities, beside rapidfuzz on all pairs of names.

python bench/claim_dedupe.py [ENTITIES] [--wrong]

Planted are the pairs of tests/cases/duplicates.toml, and of every 20th generated entity a second one whose
name is written otherwise: traditional characters, marks and white space, a title, a word such as 行动. The
generated entities themselves have no duplicates. The peer compares all names of entities of comparable types,
in one thread, and is given the threshold that suits it best.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from generate import generate
from measure import WORK, figure

from kg.loading.load import load_good
from kg.resolution.duplicates import comparable, find_duplicates

sys.path.append(str(Path(__file__).parent.parent / "tests"))
from planted import as_yaml, cases

if TYPE_CHECKING:
    from kg.model import Dataset, Entity

    Pair = frozenset[str]

SEED = 20220430
EVERY = 20
THRESHOLDS = range(70, 101, 5)
GOALS = {"precision": 0.95, "recall": 0.9, "seconds": 10.0}


class Result(NamedTuple):
    """What was found, how long it took, and how that compares with what was planted."""

    name: str
    found: set[Pair]
    seconds: float
    planted: set[Pair]

    @property
    def precision(self) -> float:
        """Give the share of what was found that was planted."""
        return len(self.found & self.planted) / max(len(self.found), 1)

    @property
    def recall(self) -> float:
        """Give the share of what was planted that was found."""
        return len(self.found & self.planted) / len(self.planted)

    @property
    def f1(self) -> float:
        """Give the harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def rewritten(entity: Entity, random: Random) -> str:
    """Write a name as another curator might."""
    from opencc import OpenCC

    name = entity.name
    ways = {
        "Person": (f"劳模{name}", f"{name}同志", OpenCC("s2t").convert(name)),
        "Union": (
            f"“{name}”",
            OpenCC("s2t").convert(name),
            name.replace("总工会", "总"),
            f" {name[:3]} {name[3:]}",
        ),
        "Policy": (f"《{name}》", name.removeprefix("关于"), f"{name}（试行）", OpenCC("s2t").convert(name)),
        "Campaign": (
            f"{name.removesuffix('活动')}行动",
            name.removesuffix("活动"),
            f"“{name[:3]}·{name[3:]}”",
            OpenCC("s2t").convert(name),
        ),
    }
    return random.choice(ways.get(entity.type, (f"“{name}”",)))


def planted(count: int) -> tuple[Dataset, set[Pair], int]:
    """Give a dataset with duplicates, the pairs that are, and how many pairs of the cases are in vain."""
    directory = WORK / f"duplicates-{count}"
    (directory / "planted.yaml").unlink(missing_ok=True)
    plain = load_good(generate(count, directory))[0]
    random = Random(SEED)
    rows, things = cases()
    pairs = {frozenset(row.ids) for row in rows if row.same}
    new = {}
    for number, entity in enumerate(plain.entities.values()):
        name = rewritten(entity, random) if number % EVERY == 0 and number else entity.name
        if name != entity.name and name not in entity.aliases:
            new[f"y{number}"] = {"type": entity.type, "name": name}
            pairs.add(frozenset((entity.id, f"y{number}")))
    text = "entities:\n" + as_yaml(things, *(row.entities for row in rows), new)
    (directory / "planted.yaml").write_text(text, encoding="utf-8")
    return load_good(directory)[0], pairs, sum(row.same for row in rows)


def ours(dataset: Dataset, pairs: set[Pair]) -> Result:
    start = time.perf_counter()
    found = {frozenset((each.keep, each.drop)) for each in find_duplicates(dataset)}
    return Result("kg dedupe", found, time.perf_counter() - start, pairs)


def rapidfuzz_of_all(dataset: Dataset, pairs: set[Pair]) -> Result:
    """Compare all names with all, and keep the best threshold by F1."""
    import numpy as np
    from rapidfuzz import fuzz, process, utils

    names = [
        (entity, name)
        for entity in dataset.entities.values()
        for name in dict.fromkeys((entity.name, *entity.aliases))
    ]
    texts = [utils.default_process(name) for _, name in names]
    start = time.perf_counter()
    best: dict[Pair, int] = {}
    for at in range(0, len(texts), 500):
        scores = process.cdist(
            texts[at : at + 500],
            texts,
            scorer=fuzz.ratio,
            score_cutoff=THRESHOLDS[0],
            dtype=np.uint8,
            workers=1,
        )
        for row, column in zip(*np.nonzero(scores), strict=True):
            one, other = names[at + row][0], names[column][0]
            if one.id != other.id and comparable(dataset, one, other):
                pair = frozenset((one.id, other.id))
                best[pair] = max(best.get(pair, 0), int(scores[row, column]))
    seconds = time.perf_counter() - start
    results = [
        Result(
            f"rapidfuzz, all pairs, ratio ≥ {least}",
            {p for p, s in best.items() if s >= least},
            seconds,
            pairs,
        )
        for least in THRESHOLDS
    ]
    return max(results, key=lambda result: result.f1)


def main(count: int, *, wrong: bool) -> int:
    dataset, pairs, of_cases = planted(count)
    size = f"{len(dataset.entities):,} entities, {len(pairs)} planted pairs ({of_cases} of them cases)"
    print(f"| {size} | precision | recall | F1 | seconds |\n|---|---|---|---|---|", flush=True)
    own = ours(dataset, pairs)
    for result in (own, rapidfuzz_of_all(dataset, pairs)):
        shares = " | ".join(f"{share:.3f}" for share in (result.precision, result.recall, result.f1))
        print(f"| {result.name} | {shares} | {figure(result.seconds)} |", flush=True)
    print(f"| goal | ≥ {GOALS['precision']} | ≥ {GOALS['recall']} | | ≤ {GOALS['seconds']:g} |")
    if wrong:
        for word, wrong_pairs in (("missed", pairs - own.found), ("false", own.found - pairs)):
            for pair in sorted(map(sorted, wrong_pairs)):
                print(word, *(dataset.entities[id_].name for id_ in pair))
    met = (
        own.precision >= GOALS["precision"]
        and own.recall >= GOALS["recall"]
        and own.seconds <= GOALS["seconds"]
    )
    return 0 if met else 1


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    sys.exit(main(*(numbers or [10_000]), wrong="--wrong" in sys.argv))
