"""The `articles:` of a file -> articles, with their texts where this machine has them."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.dates import DateError, parse_date
from kg.loading.entities import NOT_STATED, is_web_address
from kg.loading.nodes import NodeReader, read_file
from kg.model import Article
from kg.problems import Location, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from kg.yamltree import Entry, Node

ARTICLE_KEYS = ("title", "authors", "publisher", "published", "url", "text", *NOT_STATED)


class ArticleReader(NodeReader):
    """Reads the articles of one file; texts come from `directory`, if given, else from below `home`."""

    def __init__(self, file: str, problems: list[Problem], directory: Path | None, home: Path) -> None:
        super().__init__(file, problems)
        self.directory = directory
        self.home = home

    def article(self, entry: Entry) -> Article:
        """Read one article under its id."""
        key = entry.key
        self.check_id(key)
        fields = self.known_entries(entry.value, key.text, ARTICLE_KEYS)
        if "title" not in fields:
            self.complain("article-title-missing", key, id=key.text)
        return Article(
            id=key.text,
            title=self.text(fields.get("title"), "title") or key.text,
            location=self.place(key),
            authors=self.texts(fields.get("authors"), "authors"),
            publisher=self.text(fields.get("publisher"), "publisher"),
            published=self.published(fields.get("published")),
            url=self.address(fields.get("url")),
            text=self.article_text(fields.get("text")),
        )

    def address(self, node: Node | None) -> str | None:
        url = self.text(node, "url")
        if node is not None and url is not None and not is_web_address(url):
            self.complain("bad-uri", node, value=url)
        return url

    def published(self, node: Node | None) -> str | None:
        raw = self.text(node, "published")
        if node is None or raw is None:
            return None
        try:
            return parse_date(raw).raw
        except DateError as error:
            self.wrong_date(node, error)
            return None

    def article_text(self, node: Node | None) -> str | None:
        name = self.text(node, "text")
        if node is None or name is None:
            return None
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            self.complain("text-outside", node, path=name)
            return None
        path = self.directory / relative.name if self.directory else self.home / relative
        return self.read(path, node)

    def read(self, path: Path, node: Node) -> str | None:
        """Read a text; that it is not there is no mistake, since texts stay out of git."""
        try:
            return read_file(path).decode("utf-8-sig")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            self.complain("text-not-utf8", node, path=str(path), byte=str(error.start))
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            self.problems.append(Problem("unreadable", Location(str(path)), {"reason": reason}))
        return None
