"""The peer of a cold query: the least a Python script can do to answer it from the same store on disk.

python bench/peers/bare_pyoxigraph.py STORE QUERY.rq
"""

import sys

import pyoxigraph

store = pyoxigraph.Store.read_only(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:  # noqa: PTH123 - importing pathlib would cost it 10 ms
    result = store.query(file.read())
sys.stdout.buffer.write(result.serialize(format=pyoxigraph.QueryResultsFormat.CSV))
