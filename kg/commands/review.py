"""`kg review`: the proposals of a draft, one after the other; what is accepted goes into the data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.common import say_written
from kg.problems import KgError, Location, Problem
from kg.terminal import emit_lines, say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kg.commands.common import Say
    from kg.draft.items import Item
    from kg.draft.review import Review

COUNTS = ("采纳 {}，未采纳 {}，草稿里还剩 {}", "accepted {}, not accepted {}, left in the draft {}")


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    parser.add_argument(
        "file", metavar="FILE", help=say("kg draft 生成的草稿", "a draft that kg draft wrote")
    )
    every = say("不询问，全部采纳；有错的留下", "accept all without asking, but what is wrong")
    parser.add_argument("--accept-all", action="store_true", help=every)
    least = say("只采纳可信度不低于 C 的", "accept only what has at least this confidence")
    parser.add_argument("--min-confidence", type=confidence, default=0.0, metavar="C", help=least)
    shown = say("只列出还没有审核的提议", "only list what is not reviewed yet")
    parser.add_argument("--list", action="store_true", help=shown)


def confidence(text: str) -> float:
    """Read a number from 0 to 1."""
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def run(options: Namespace) -> int:
    """Review a draft: ask, accept by confidence, or list."""
    from kg.draft.review import Review

    articles = Path(options.articles) if options.articles else None
    review = Review(Path(options.file), Path(options.data), articles)
    if options.list:
        emit_lines(
            f"{options.file}:{item.lines[0]}: {item.confidence:.2f} {_in_words(item)}"
            for item in review.items()
            if item.confidence >= options.min_confidence
        )
        return 0
    if options.accept_all:
        return _accept_all(review, options)
    if sys.stdin is None or not sys.stdin.isatty():
        tell([Problem("review-what", Location("kg review"))], options)
        return 2
    from kg.commands.reviewing import ask

    return ask(review, options)


def _in_words(item: Item) -> str:
    if not item.key:
        names = item.form if isinstance(item.form, dict) else {}
        return " ".join([item.subject, str(names.get("type", "")), *_quoted(item)])
    arrow = "→" if isinstance(item.form, dict) and "to" in item.form else "="
    return " ".join([item.subject, item.key, arrow, item.to, *_quoted(item)])


def _quoted(item: Item) -> list[str]:
    return [f"「{phrase}」" for phrase in item.quote]


def _accept_all(review: Review, options: Namespace) -> int:
    items = review.items()
    chosen = _acceptable(items, review, options.min_confidence)
    refused = _accept_together(review, chosen)
    left = {item.identity for item in review.items()}
    accepted = sum(item.identity not in left for item in chosen)
    wanted = sum(item.confidence >= options.min_confidence for item in items)
    wrong = [problem for problem in review.problems if problem.severity == "error"]
    tell([*wrong, *refused], options)
    say_aside(COUNTS[options.language == "en"].format(accepted, wanted - accepted, len(left)))
    say_written(sorted(review.written), options)
    return 1 if refused or wrong else 0


def _acceptable(items: Sequence[Item], review: Review, least: float) -> list[Item]:
    """Give what is sure enough, right, and about entities that are known or are accepted too; heads first."""
    chosen = [item for item in items if item.confidence >= least and not review.is_wrong(item)]
    heads = [item for item in chosen if not item.key]
    proposed = {item.subject for item in items if not item.key}
    missing = proposed - {item.subject for item in heads} - review.types.keys()
    return [*heads, *(one for one in chosen if one.key and not {one.subject, one.to} & missing)]


def _accept_together(review: Review, chosen: Sequence[Item]) -> list[Problem]:
    """Accept all at once, or where that does not go one by one; gives what was refused."""
    refused: list[Problem] = []
    try:
        if chosen:
            review.accept([(item, item.form) for item in chosen], refused)
    except KgError:
        return [problem for item in chosen for problem in _refused(review, item)]
    return refused


def _refused(review: Review, item: Item) -> list[Problem]:
    try:
        review.accept([(item, item.form)])
    except KgError as error:
        return list(error.problems[:1])
    return []
