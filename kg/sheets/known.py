"""What is there already: the data that rows are judged against."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.loading.load import Loading, raise_errors
from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEFAULT_FILE = "entities.yaml"


class Known:
    """The data as they are, with the default article of each file.

    `target` is where new entities go, if it is chosen. Raises KgError where a file cannot be read: whether
    something is new cannot be told then.
    """

    def __init__(
        self, directory: Path, articles: Path | None, contents: Mapping[Path, bytes], target: Path | None
    ) -> None:
        loading = Loading(directory, articles, contents)
        if not loading.whole or not loading.context.ontology.classes:
            raise_errors(loading.problems)
        self.sources = {reader.file: reader.source(loading.context.articles) for reader in loading.readers}
        for _ in loading.statements():
            pass
        self.context = loading.context
        self.dataset, self.problems = loading.finish()
        self.ontology = self.context.ontology
        self._target = str(target) if target else None
        self._default = str(directory / DEFAULT_FILE)
        self._files_of_type: dict[str, Counter[str]] = {}
        for entity in self.dataset.entities.values():
            self._files_of_type.setdefault(entity.type, Counter())[entity.location.file] += 1

    def file_of(self, id_: str, type_: str) -> str:
        """Give the file of an entity; of a new one the file chosen, or where most of its type stand."""
        entity = self.dataset.entities.get(id_)
        if entity:
            return entity.location.file
        files = self._files_of_type.get(type_)
        return self._target or (files.most_common(1)[0][0] if files else self._default)

    def check_source(self, source: str | None) -> None:
        """Raise KgError for an article that is not described in the data."""
        if source is None or source in self.dataset.articles:
            return
        from kg.suggest import nearest

        known = "、".join(self.dataset.articles)
        suggestion = "".join(nearest(source, self.dataset.articles))
        blanks = {"name": source, "known": known, "suggestion": suggestion}
        raise KgError(Problem("unknown-source", Location("--source"), blanks))
