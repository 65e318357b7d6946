"""What the parts of the drafter find: a stretch of the joined text that names something."""

from __future__ import annotations

import re
from typing import NamedTuple


class Mention(NamedTuple):
    """Where something is named, by which name, and what it is taken for.

    `start` and `end` are offsets in the joined text. `full` is the name where the text only has a short form
    (浙江省总工会 for 省总工会); `inside` says that it stands within the name of something else.
    """

    start: int
    end: int
    name: str
    type: str
    confidence: float
    full: str = ""
    inside: bool = False

    @property
    def title(self) -> str:
        """The name that the entity is known by."""
        return self.full or self.name


_unimportant = re.compile(r"[\W_]+")


def plain(name: str) -> str:
    """Fold a name to what tells it from others: without marks, blanks, and quotation marks.

    >>> plain("“守好红色根脉·班前十分钟”活动")
    '守好红色根脉班前十分钟活动'
    """
    return _unimportant.sub("", name).casefold()
