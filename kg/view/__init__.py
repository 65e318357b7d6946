"""The graph as a page: one file, offline, searchable, every line of it leading to its evidence."""

from kg.view.data import page_data
from kg.view.page import part, render, render_page

__all__ = ["page_data", "part", "render", "render_page"]
