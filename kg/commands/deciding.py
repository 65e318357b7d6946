"""Asks at the terminal about one likely duplicate after another; each answer is written at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.problems import KgError
from kg.terminal import emit, say_aside, tell

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from kg.describe import Describer
    from kg.resolution.duplicates import Duplicate

ANSWERS = {
    "s": "same",
    "同": "same",
    "d": "different",
    "不": "different",
    "k": "skip",
    "": "skip",
    "q": "quit",
}


def decide(duplicates: Sequence[Duplicate], describer: Describer, options: Namespace) -> int:
    """Ask about pairs until all are done or the user quits; who was merged is not asked about again."""
    gone: set[str] = set()
    for number, duplicate in enumerate(duplicates, 1):
        if not gone & {duplicate.keep, duplicate.drop}:
            emit(f"{number}/{len(duplicates)}  {duplicate.score:.2f}\n{side_by_side(duplicate, describer)}")
            answer = ask(duplicate, options)
            if answer == "quit":
                break
            if answer == "same" and written(duplicate, options, answer):
                gone.add(duplicate.drop)
            elif answer == "different":
                written(duplicate, options, answer)
    return 0


def ask(duplicate: Duplicate, options: Namespace) -> str:
    """Ask what two entities are until the answer is understood; the end of input is `quit`."""
    questions = (
        f"同一个，并入 {duplicate.keep} [s]　不同 [d]　跳过 [k]　退出 [q]：",
        f"[s]ame, into {duplicate.keep}  [d]ifferent  s[k]ip  [q]uit: ",
    )
    while True:
        try:
            line = input(questions[options.language == "en"])
        except EOFError:
            say_aside("")
            return "quit"
        answer = ANSWERS.get(line.strip().casefold()[:1])
        if answer:
            return answer


def written(duplicate: Duplicate, options: Namespace, answer: str) -> bool:
    """Write a decision into the data, and tell whether that was possible."""
    from kg.commands.dedupe import keep_apart, merge

    write = merge if answer == "same" else keep_apart
    try:
        return write(options, duplicate.keep, duplicate.drop) == 0
    except KgError as error:
        tell(error.problems, options)
        return False


def side_by_side(duplicate: Duplicate, describer: Describer) -> str:
    """Write what is said of two entities in two columns, and under them the reasons."""
    from kg.query.tables import text_table
    from kg.resolution.words import in_words

    columns = [_column(describer, id_) for id_ in (duplicate.keep, duplicate.drop)]
    rows = [[title, *(column.get(title, "") for column in columns)] for title in {**columns[0], **columns[1]}]
    header = ("", *duplicate.names)
    reasons = "".join(
        f"{'+' if reason.weight > 0 else '-'} {in_words(reason, describer)}\n" for reason in duplicate.reasons
    )
    return f"{text_table(header, rows)}{reasons}"


def _column(describer: Describer, id_: str) -> dict[str, str]:
    """Give what is said of an entity by title: its names and type, and its statements in either direction."""
    dataset, english = describer.dataset, describer.language == "en"
    entity = dataset.entities[id_]
    cells = {
        "id" if english else "标识": [id_],
        "type" if english else "类型": [describer.title("classes", entity.type)],
        describer.word("aliases"): list(entity.aliases),
    }
    for each in dataset.statements_from.get(id_, ()):
        cells.setdefault(describer.title("properties", each.property), []).append(describer.object(each))
    for each in dataset.statements_to.get(id_, ()):
        title = f"← {describer.title('properties', each.property)}"
        cells.setdefault(title, []).append(describer.name(each.subject))
    return {title: "、".join(values) for title, values in cells.items() if values}
