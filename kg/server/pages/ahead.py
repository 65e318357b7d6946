"""What pages need and what takes long to prepare, before workers are forked that would do it each."""

from __future__ import annotations

from kg.server.pages.frame import templates
from kg.suggest import pinyin
from kg.view.ahead import import_ahead


def prepare_pages() -> None:
    """Do it now: import what draws, read the templates, look up a sound."""
    import_ahead()
    pinyin("工")
    for name in templates().list_templates():
        templates().get_template(name)
