"""The language server: what `kg lsp` answers to an editor, over the Language Server Protocol 3.17.

`server` receives and `session` answers; `checking` reads the data in the background whenever something has
changed; `place` tells where in the text the cursor is, also where the text cannot be read at that moment. The
rest makes answers of the two: `completion`, `hover`, `navigation`, `renaming`, `fixes`.
"""
