"""`kg serve` as it is where the graph is so large that it is asked on disk."""

import sys

from kg.cli import main
from kg.server import state

if __name__ == "__main__":
    state.LARGE = 1
    main(["serve", "--port", "0", *sys.argv[1:]])
