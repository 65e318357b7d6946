"""Changes of the data as text edits: what is not changed keeps every byte.

`edits` are replacements in a text, `sources` files as they are read for editing, `landing` the way onto the
disk: under a lock, checked, whole or not at all.
"""
