"""The graph as a page: one file, offline, searchable, every line of it leading to its evidence."""

from kg.view.data import page_data
from kg.view.page import render, render_page
from kg.view.part import part

__all__ = ["page_data", "part", "render", "render_page"]
