"""The language server itself: which requests there are, and who answers them."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from kg import __version__
from kg.lsp.documents import Document, Units
from kg.lsp.renaming import renamable, rename_everywhere
from kg.lsp.session import Session
from kg.lsp.workspace import Files
from kg.problems import KgError, render_text

if TYPE_CHECKING:
    from kg.problems import Language

TRIGGERS = [" ", "{", "["]
WATCHED = "**/*.{yaml,yml,txt}"
SWITCH_SECONDS = 0.001
"""How long the thread of a check may keep an answer waiting."""


class Server(LanguageServer):
    """Serves one editor; there is a session once the editor has said where it is."""

    def __init__(self, data: str, articles: str | None, language: Language, asked: Language | None) -> None:
        super().__init__("kg", __version__)
        self.data = data
        self.articles = articles
        self.language = language
        self.asked = asked
        self.session: Session

    def begin(self, params: lsp.InitializeParams) -> None:
        """Begin the session, in the directory of the editor, and in its language unless one was asked for."""
        root = Path(self.workspace.root_path or ".").resolve()
        articles = root / self.articles if self.articles else None
        spoken = params.locale and ("zh" if params.locale.startswith("zh") else "en")
        units = Units(self.workspace.position_encoding)
        files = Files((root / self.data).resolve(), self.workspace.text_documents, units)
        self.session = Session(self, files, articles, self.asked or spoken or self.language)

    def watch(self) -> None:
        """Ask the editor to tell of changes on the disk, if it can."""
        workspace = self.client_capabilities.workspace
        watching = workspace and workspace.did_change_watched_files
        if watching and watching.dynamic_registration:
            watchers = [lsp.FileSystemWatcher(glob_pattern=WATCHED)]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
            one = lsp.Registration("kg-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            self.client_register_capability(lsp.RegistrationParams([one]))

    def take(self, uri: str) -> None:
        """Keep a document that was opened as lines."""
        documents = self.workspace.text_documents
        documents[unquote(uri)] = Document(documents[unquote(uri)], self.session.files.units)


def serve(data: str, articles: str | None, language: Language, asked: Language | None) -> None:
    """Serve an editor on standard input and output until it says goodbye or is gone."""
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
    sys.setswitchinterval(SWITCH_SECONDS)
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")  # pygls closes its own at the end
    make_server(Server(data, articles, language, asked)).start_io(stdout=output)


def make_server(server: Server) -> Server:
    """Declare which requests there are."""
    _declare_life(server)
    _declare_answers(server)
    return server


def _declare_life(server: Server) -> None:
    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        server.begin(params)

    @server.feature(lsp.INITIALIZED)
    def initialized(_: lsp.InitializedParams) -> None:
        server.watch()
        server.session.checker.changed(0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: lsp.DidOpenTextDocumentParams) -> None:
        server.take(params.text_document.uri)
        server.session.checker.changed(0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(_: lsp.DidChangeTextDocumentParams) -> None:
        server.session.checker.changed()

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def did_save(_: lsp.DidSaveTextDocumentParams) -> None:
        server.session.checker.changed(0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(_: lsp.DidCloseTextDocumentParams) -> None:
        server.session.checker.changed(0)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_files(_: lsp.DidChangeWatchedFilesParams) -> None:
        server.session.checker.changed()

    @server.feature(lsp.SHUTDOWN)
    def shutdown(_: None) -> None:
        server.session.checker.stop()


def _declare_answers(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=TRIGGERS))
    def completion(params: lsp.CompletionParams) -> lsp.CompletionList | None:
        return server.session.complete(params)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        return server.session.hover(params)

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(params: lsp.DefinitionParams) -> lsp.Location | None:
        return server.session.definition(params)

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    async def references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        return await server.session.references(params)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        return server.session.symbols(params)

    quick_fixes = lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, quick_fixes)
    def code_action(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        return server.session.code_actions(params)

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare_rename(params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
        return renamable(server.session, params)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    async def rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        try:
            return await rename_everywhere(server.session, params)
        except KgError as error:
            text = render_text(error.problems, server.session.language)
            server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, text))
            return None
