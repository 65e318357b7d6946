"""Why two entities may be the same, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.describe import Describer
    from kg.resolution.facts import Reason

WORDS = {
    "name": ("都叫“{0}”", "both are called {0}"),
    "marks": ("“{0}”与“{1}”只差标点、空格或全半角", "{0} and {1} differ in marks, spaces or width only"),
    "script": ("“{0}”与“{1}”只是繁简不同", "{0} and {1} are the same in simplified characters"),
    "abbreviation": (
        "“{0}”与“{1}”是同一名称的全称和简称",
        "{0} and {1} are the same name, in full and in short",
    ),
    "place-dropped": ("“{0}”与“{1}”只差一个地名", "{0} and {1} differ in a place name that may be left out"),
    "level": ("“{0}”与“{1}”只差行政级别的字", "{0} and {1} differ in the word for the level only"),
    "role": ("“{0}”与“{1}”去掉称谓是同一个名字", "{0} and {1} are the same name without its titles"),
    "suffix": ("“{0}”与“{1}”只差“活动”一类的字", "{0} and {1} differ in a word such as 活动 only"),
    "same-as": ("“另见”是同一个网址 {0}", "both are the same as {0}"),
    "sound": ("“{0}”与“{1}”读音相同", "{0} and {1} sound the same"),
    "typo": ("“{0}”与“{1}”只差一个字", "{0} and {1} differ in one character"),
    "shared": ("都有：{0} → {1}", "both have: {0} → {1}"),
    "shared-by": ("都是“{1}”的{0}", "{1} has both as: {0}"),
    "types": ("类型不同：{0}，{1}", "other types: {0}, {1}"),
    "linked": ("两者之间有关系：{0}", "one is related to the other: {0}"),
    "listed": ("同一篇报道里并列为“{1}”的{0}", "one article lists both, for {1}, as: {0}"),
    "contradiction": ("{0}不同：{1}，{2}", "other values of {0}: {1}, {2}"),
    "places": ("所在地不同：{0}，{1}", "in other places: {0}, {1}"),
}
OF_PROPERTIES = frozenset({"shared", "shared-by", "linked", "listed", "contradiction"})


def in_words(reason: Reason, describer: Describer) -> str:
    """Say what speaks for two entities being the same, or against."""
    texts: Sequence[str] = reason.texts
    if reason.code in OF_PROPERTIES:
        property_, *values = reason.texts
        texts = [
            describer.title("properties", property_),
            *(describer.value(property_, text) for text in values),
        ]
    elif reason.code == "types":
        texts = [describer.title("classes", id_) for id_ in texts]
    return WORDS[reason.code][describer.language == "en"].format(*texts)
