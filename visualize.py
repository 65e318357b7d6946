"""Write the graph as one page that opens without a network: `python visualize.py [graph.html]`."""

import sys

import kg
from kg.files import write_file
from kg.view import render_page


def main(path: str = "graph.html") -> int:
    """Load the data, render the page, write it; 1 and the problems on stderr where that cannot be done."""
    try:
        graph = kg.load("data")
        write_file(path, render_page(graph.dataset))
    except kg.KgError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
