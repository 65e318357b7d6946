"""An editor for tests: a real client of the Language Server Protocol, and `kg lsp` as its own process."""

import asyncio
import os
import sys
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

PATIENCE = 60
"""Seconds after which what is waited for will not come."""


class Client(LanguageClient):
    """A client that knows how its server has ended, and what it said on standard error."""

    def __init__(self):
        super().__init__("test", "1")
        self.ended = asyncio.Event()
        self.status = None
        self.errors = ""

    async def server_exit(self, server):
        self.status = server.returncode
        self.errors = (await server.stderr.read()).decode()
        self.ended.set()


class Editor:
    """Edits the files of one project; columns of `at` are code points, as in our own messages."""

    def __init__(self, root: Path, options=(), encodings=None, locale=None, cwd=None):
        self.root = root
        self.options = options
        self.encodings = encodings
        self.locale = locale
        self.cwd = cwd
        self.client = Client()
        self.diagnostics = {}
        self.messages = []
        self.news = asyncio.Event()
        self.texts = {}
        self.version = 0

    async def __aenter__(self):
        self.listen()
        command = [sys.executable, "-m", "kg", "lsp", *self.options]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
        environment = {key: text for key, text in environment.items() if not key.startswith("LC_")}
        await self.client.start_io(*command, cwd=self.cwd or self.root, env={**environment, "LANG": "C"})
        general = lsp.GeneralClientCapabilities(position_encodings=self.encodings)
        parameters = lsp.InitializeParams(
            capabilities=lsp.ClientCapabilities(general=general),
            root_uri=self.root.as_uri(),
            locale=self.locale,
        )
        self.answer = await self.wait(self.client.initialize_async(parameters))
        self.client.initialized(lsp.InitializedParams())
        return self

    async def __aexit__(self, *error):
        if not self.client.ended.is_set():
            await self.wait(self.client.shutdown_async(None))
            self.client.exit(None)
        await self.wait(self.client.ended.wait())
        await self.client.stop()
        assert self.client.errors == "", self.client.errors

    async def wait(self, coming):
        return await asyncio.wait_for(coming, PATIENCE)

    def listen(self):
        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params):
            self.diagnostics[params.uri] = params
            self.news.set()

        @self.client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def told(params):
            self.messages.append(params.message)
            self.news.set()

    def hang_up(self):
        """Close the pipe without a word, as an editor that was killed."""
        self.client.protocol.writer.close()

    async def until(self, there):
        """Wait until news have brought something about."""
        while not there():
            self.news.clear()
            await self.wait(self.news.wait())

    def uri(self, name):
        return (self.root / name).as_uri()

    def identifier(self, name):
        return lsp.TextDocumentIdentifier(self.uri(name))

    def open(self, name, text=None):
        """Open a file, with its text on the disk or another one."""
        if text is None:
            text = (self.root / name).read_text(encoding="utf-8")
        self.keep(name, text)
        item = lsp.TextDocumentItem(self.uri(name), "yaml", self.version, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def keep(self, name, text):
        """Keep a text under a version that no text had before, be it of this file or another."""
        self.version += 1
        self.texts[name] = (text, self.version)

    def close(self, name):
        del self.texts[name]
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(self.identifier(name)))

    def change(self, name, text):
        """Put another text in the place of the whole."""
        self.send(name, text, lsp.TextDocumentContentChangeWholeDocument(text))

    def type(self, name, after, typed):
        """Type behind the first place where a text stands; give the cursor."""
        text = self.texts[name][0]
        at = text.index(after) + len(after)
        start = self.position(text, at)
        change = lsp.TextDocumentContentChangePartial(lsp.Range(start, start), typed)
        changed = text[:at] + typed + text[at:]
        self.send(name, changed, change)
        return self.position(changed, at + len(typed))

    def send(self, name, text, change):
        self.keep(name, text)
        identifier = lsp.VersionedTextDocumentIdentifier(version=self.version, uri=self.uri(name))
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(identifier, [change]))

    def position(self, text, offset):
        """Give the position of an offset, in the units that were agreed on."""
        line = text.count("\n", 0, offset)
        before = text[text.rfind("\n", 0, offset) + 1 : offset]
        encoding = self.answer.capabilities.position_encoding or "utf-16"
        width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
        codec = encoding if encoding == "utf-8" else f"{encoding}-le"
        return lsp.Position(line, len(before.encode(codec)) // width)

    def at(self, name, words):
        """Give the position of the first place where words stand, at the mark ▸ in them."""
        before, _, after = words.partition("▸")
        text = self.texts[name][0]
        return self.position(text, text.index(before + after) + len(before))

    async def problems(self, name, current=None):
        """Wait for the problems of a file as it is now, and until they are what is waited for."""
        uri, version = self.uri(name), self.texts[name][1] if name in self.texts else None

        def there():
            found = self.diagnostics.get(uri)
            return found and found.version == version and (current is None or current(found.diagnostics))

        await self.until(there)
        return list(self.diagnostics[uri].diagnostics)

    async def message(self, words):
        """Wait for a message with these words."""
        await self.until(lambda: any(words in message for message in self.messages))

    async def complete(self, name, position):
        params = lsp.CompletionParams(self.identifier(name), position)
        return await self.wait(self.client.text_document_completion_async(params))

    async def labels(self, name, words):
        """Give what is proposed at the mark in some words."""
        found = await self.complete(name, self.at(name, words))
        return [item.label for item in found.items]

    async def hover(self, name, words):
        params = lsp.HoverParams(self.identifier(name), self.at(name, words))
        found = await self.wait(self.client.text_document_hover_async(params))
        return found.contents.value if found else ""

    async def definition(self, name, words):
        params = lsp.DefinitionParams(self.identifier(name), self.at(name, words))
        return await self.wait(self.client.text_document_definition_async(params))

    async def references(self, name, words, *, declaration=True):
        context = lsp.ReferenceContext(include_declaration=declaration)
        params = lsp.ReferenceParams(context, self.identifier(name), self.at(name, words))
        return await self.wait(self.client.text_document_references_async(params))

    async def rename(self, name, words, new):
        params = lsp.RenameParams(self.identifier(name), self.at(name, words), new)
        return await self.wait(self.client.text_document_rename_async(params))

    async def fixes(self, name, words):
        position = self.at(name, words)
        context = lsp.CodeActionContext([])
        params = lsp.CodeActionParams(self.identifier(name), lsp.Range(position, position), context)
        return await self.wait(self.client.text_document_code_action_async(params))

    async def symbols(self, name):
        params = lsp.DocumentSymbolParams(self.identifier(name))
        return await self.wait(self.client.text_document_document_symbol_async(params))

    def applied(self, name, edits):
        """Give the text of a file after edits of the server."""
        text = self.texts[name][0] if name in self.texts else (self.root / name).read_text(encoding="utf-8")
        offsets = [
            (self.offset(text, e.range.start), self.offset(text, e.range.end), e.new_text) for e in edits
        ]
        for start, end, new in sorted(offsets, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def offset(self, text, position):
        encoding = self.answer.capabilities.position_encoding or "utf-16"
        width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
        codec = encoding if encoding == "utf-8" else f"{encoding}-le"
        lines = text.split("\n")
        line = lines[position.line].encode(codec)[: position.character * width].decode(codec)
        return sum(len(line) + 1 for line in lines[: position.line]) + len(line)
