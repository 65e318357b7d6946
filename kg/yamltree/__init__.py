"""YAML -> located nodes, and every slip of a hand-edited file at its place.

`tree.parse` decodes a file (`encoding`), has libyaml's events made into nodes (`nodebuilder`, `yamlerrors`),
and looks for what libraries let pass or blame on the wrong line (`rawtext`, `lexer`, `flowlexer`,
`punctuation`); a text that cannot be read is mended (`mending`), so that what else is wrong shows too.
"""

from kg.yamltree.nodebuilder import Entry, Mapping, Node, Scalar, Sequence
from kg.yamltree.tree import mistaken_mapping, parse

__all__ = ["Entry", "Mapping", "Node", "Scalar", "Sequence", "mistaken_mapping", "parse"]
