"""The peer of a cold query without a store: rdflib reads the exported N-Triples, then answers.

python bench/peers/rdflib_ntriples.py FILE.nt QUERY.rq
"""

import sys
from pathlib import Path

import rdflib

graph = rdflib.Graph().parse(sys.argv[1], format="nt")
result = graph.query(Path(sys.argv[2]).read_text(encoding="utf-8"))
sys.stdout.buffer.write(result.serialize(format="csv"))
