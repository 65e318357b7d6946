"""What drawing needs and what takes long to import, for a process that forks others which draw.

Not numpy: it starts threads, which no process should have that forks.
"""

from __future__ import annotations


def import_ahead() -> None:
    """Import it now."""
    import networkx  # noqa: F401, ICN001
    import pyvis.network  # noqa: F401
