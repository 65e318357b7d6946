"""The language server: what `kg lsp` answers to an editor, over the Language Server Protocol 3.17.

`server` receives and `session` answers; `checking` has `reading` read the data in the background whenever
something has changed; `place` tells where in the text the cursor is, also where the text cannot be read just
then. The rest makes answers of the two: `completion`, `hover`, `navigation`, `renaming`, `fixes`.
"""
