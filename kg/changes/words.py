"""The words in which changes are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.problems import Language

WORDS = {
    "+": ("新增", "added"),
    "-": ("删除", "removed"),
    "~": ("改动", "changed"),
    "entities": ("实体", "entities"),
    "statements": ("陈述", "statements"),
    "omissions": ("“文中未载”", "“not stated”"),
    "articles": ("报道", "articles"),
    "terms": ("本体中的类型和属性", "types and properties"),
    "article": ("报道", "article"),
    "term": ("本体", "ontology"),
    "renamed": ("改了标识", "renamed"),
    "nothing": ("没有变化。", "Nothing has changed."),
    "type": ("类型", "type"),
    "name": ("名称", "name"),
    "aliases": ("别名", "aliases"),
    "description": ("说明", "description"),
    "same_as": ("另见", "same as"),
    "title": ("标题", "title"),
    "authors": ("作者", "authors"),
    "publisher": ("刊发媒体", "publisher"),
    "published": ("刊发日期", "published"),
    "url": ("网址", "URL"),
    "source": ("出处", "source"),
    "quote": ("引文", "quote"),
    "when": ("何时", "when"),
    "status": ("状态", "status"),
    "role": ("身份", "role"),
    "note": ("备注", "note"),
    "none": ("无", "none"),
}


class Words:
    """The words and the punctuation of one language."""

    def __init__(self, language: Language) -> None:
        self.english = language == "en"
        self.space = " " if self.english else ""
        self.colon = ": " if self.english else "："
        self.comma = ", " if self.english else "，"
        self.semicolon = "; " if self.english else "；"

    def word(self, word: str) -> str:
        """Give a word; the fields of the ontology's own definitions have none, and stay as they are."""
        return WORDS[word][self.english] if word in WORDS else word

    def in_brackets(self, text: str) -> str:
        """Put a text in parentheses; nothing stays nothing."""
        if not text:
            return ""
        return f" ({text})" if self.english else f"（{text}）"

    def listed(self, values: Iterable[str]) -> str:
        """List values, or say that there are none."""
        return "、".join(values) or self.word("none")

    def labelled(self, word: str, text: str) -> str:
        """Write `word: text`."""
        return f"{self.word(word)}{self.colon}{text}"
