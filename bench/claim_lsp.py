"""Completion in a large file: a key typed into `kg lsp` until its proposals are there, over stdio.

python bench/claim_lsp.py [ENTITIES]

The client counts from the change that it sends to the answer that it gets. A check of the whole data takes
seconds at this size, and each key begins a new one: so the proposals are asked for once while nothing else
happens, and once while a check runs.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING

from generate import generate
from lsprotocol import types as lsp
from measure import KG, WORK, Row, print_rows
from pygls.lsp.client import LanguageClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT = 0.1
KEYS = 24
BEGUN = 0.6
"""Seconds after a key by which the check that it begins is under way; at this size it takes longer."""
TYPED = "zjszgh"


class Client:
    """Types into one file."""

    def __init__(self, data: Path) -> None:
        self.client = LanguageClient("bench", "1")
        self.data = data
        self.uri = (data / "entities.yaml").as_uri()
        self.version = 0
        self.checked = asyncio.Event()

    async def open(self) -> None:
        """Start the server, open the file and wait for its first check."""

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            if params.uri == self.uri and params.version == self.version:
                self.checked.set()

        await self.client.start_io(*KG, "lsp", "--data", str(self.data))
        parameters = lsp.InitializeParams(lsp.ClientCapabilities(), root_uri=self.data.as_uri())
        await self.client.initialize_async(parameters)
        self.client.initialized(lsp.InitializedParams())
        text = (self.data / "entities.yaml").read_text(encoding="utf-8")
        self.version = 1
        self.client.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(self.uri, "yaml", self.version, text))
        )
        await self.checked.wait()

    async def close(self) -> None:
        """End the server."""
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()

    def type(self, place: lsp.Position | lsp.Range, text: str) -> None:
        """Type at a place, or in the place of what stands there."""
        self.version += 1
        self.checked.clear()
        span = lsp.Range(place, place) if isinstance(place, lsp.Position) else place
        change = lsp.TextDocumentContentChangePartial(span, text)
        document = lsp.VersionedTextDocumentIdentifier(version=self.version, uri=self.uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    async def complete(self, position: lsp.Position) -> int:
        """Ask for proposals, and give how many there are."""
        document = lsp.TextDocumentIdentifier(self.uri)
        found = await self.client.text_document_completion_async(lsp.CompletionParams(document, position))
        return len(found.items) if isinstance(found, lsp.CompletionList) else 0

    async def key(self, line: int, column: int, character: str) -> float:
        """Type a character and wait for the proposals; give the seconds until they are there."""
        start = time.perf_counter()
        self.type(lsp.Position(line, column), character)
        proposals = await self.complete(lsp.Position(line, column + 1))
        seconds = time.perf_counter() - start
        if not proposals:
            raise RuntimeError("no proposals measure nothing")
        return seconds


async def measure(data: Path, *, checking: bool) -> tuple[list[float], int]:
    """Type a name into a new line, again and again; give the seconds, and how often a check was under way."""
    client = Client(data)
    await client.open()
    line = sum(1 for _ in (data / "entities.yaml").open(encoding="utf-8"))
    client.type(lsp.Position(line, 0), "  新活动:\n    type: Campaign\n    organizer: {to: , note: 新}\n")
    await client.checked.wait()
    seconds, under_way = [], 0
    for _ in range(KEYS // len(TYPED)):
        for number, character in enumerate(TYPED):
            if checking:
                await asyncio.sleep(BEGUN)
                under_way += not client.checked.is_set()
            else:
                await client.checked.wait()
            seconds.append(await client.key(line + 2, 20 + number, character))
        start, end = lsp.Position(line + 2, 20), lsp.Position(line + 2, 20 + len(TYPED))
        client.type(lsp.Range(start, end), "")
    await client.close()
    return seconds, under_way


def rows(entities: int) -> Iterator[Row]:
    data = generate(entities, WORK / f"{entities}")
    for checking, size in ((False, "at rest"), (True, "while a check runs")):
        seconds, under_way = asyncio.run(measure(data, checking=checking))
        if checking and under_way < len(seconds) * 0.8:
            raise RuntimeError(f"only {under_way} of {len(seconds)} were asked while a check ran")
        worst = sorted(seconds)[int(len(seconds) * 0.95)]
        name = f"completion, {size}"
        yield Row(name, f"{entities:,} entities", seconds, "limit", [LIMIT], 1)
        yield Row(f"{name}, 95 %", f"{entities:,} entities", [worst], "limit", [LIMIT], 1)


if __name__ == "__main__":
    print_rows(rows(int((sys.argv[1:] or ["10000"])[0])))
