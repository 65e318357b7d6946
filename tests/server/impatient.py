"""Serves RDF files as `kg serve` does, but waits for slow clients for moments only, and takes few."""

import sys

from kg.server.door import LOOPBACK, Door
from kg.server.keeper import Source
from kg.server.limits import Limits, Patience
from kg.server.live import first
from kg.server.serve import Place, listen, serve
from kg.server.state import serve_files

if __name__ == "__main__":
    listening = listen(Place(port=0))
    started = first(Source(lambda: serve_files(sys.argv[1:])))
    sys.stderr.write(f"http://127.0.0.1:{listening.getsockname()[1]}/\n")
    sys.stderr.flush()
    limits = Limits(seconds=20.0, memory=512 << 20, workers=4, patience=Patience(0.6, 0.6, 0.6, 1, 20))
    serve(started, limits, Door(LOOPBACK), listening, lambda report: sys.stderr.write(f"{report}\n"))
