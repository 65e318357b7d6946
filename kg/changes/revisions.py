"""The data as a git revision has it, read without touching the working tree."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from kg.loading.load import load, raise_errors
from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Dataset

SUFFIXES = (".yaml", ".yml")
REFERENCES_SHOWN = 6


class Repository(NamedTuple):
    """A git repository, and where in it a data directory stands (`""`: the repository itself)."""

    root: Path
    prefix: str


def load_revision(directory: Path, revision: str, articles: Path | None = None) -> Dataset:
    """Load a data directory as a revision has it, with the revision's own ontology and articles.

    Texts are taken from `articles` if given; otherwise quotes are not checked. Places of problems read
    `revision:path`, as git writes them. Raises KgError without git, outside of a repository, for an unknown
    revision, where the revision has no such directory, and with the errors of its data.
    """
    repository = find_repository(directory)
    commit = _commit(repository, revision)
    contents = dict(_contents(repository, commit, revision))
    place = Path(f"{revision}:{repository.prefix or '.'}")
    if not contents:
        blanks = {"revision": revision, "path": repository.prefix or "."}
        raise KgError(Problem("revision-without-data", Location(str(directory)), blanks))
    files = {place / path: content for path, content in contents.items()}
    dataset, problems = load(place, articles, files)
    raise_errors(problems)
    return dataset


def find_repository(directory: Path) -> Repository:
    """Find the repository that a directory is in, which itself may be gone by now; raises KgError."""
    there = directory.absolute()
    while not there.is_dir():
        there = there.parent
    found = _git(there, "rev-parse", "--show-toplevel", "--show-prefix")
    if found.returncode:
        reason = found.stderr.decode(errors="replace").strip().splitlines()[:1]
        raise KgError(Problem("not-a-repository", Location(str(directory)), {"reason": "".join(reason)}))
    root, prefix = found.stdout.decode(errors="surrogateescape").split("\n")[:2]
    rest = PurePosixPath(directory.absolute().relative_to(there))
    path = str(PurePosixPath(prefix) / rest)
    return Repository(Path(root), "" if path == "." else path)


def _git(where: Path, *arguments: str, lines: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(where), *arguments]
    try:
        return subprocess.run(command, input=lines or b"", capture_output=True, check=False)  # noqa: S603  no shell
    except FileNotFoundError:
        raise KgError(Problem("git-missing", Location("git"))) from None


def _commit(repository: Repository, revision: str) -> str:
    """Give the hash of a commit; raises KgError with the branches and tags there are where it is unknown."""
    if not revision.startswith("-"):  # git would take it for an option
        found = _git(repository.root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if not found.returncode:
            return found.stdout.decode().strip()
    from kg.suggest import nearest

    known = _references(repository)
    blanks = {
        "revision": revision,
        "suggestion": "".join(nearest(revision, known)),
        "known": "、".join(known[:REFERENCES_SHOWN]),
    }
    code = "revision-unlike" if not blanks["suggestion"] else "revision-unknown"
    raise KgError(Problem(code, Location(revision), blanks))


def _references(repository: Repository) -> list[str]:
    """List branches and tags, the ones with the latest commits first."""
    listed = _git(
        repository.root,
        "for-each-ref",
        "--sort=-creatordate",
        "--format=%(refname:short)",
        "refs/heads",
        "refs/tags",
    )
    return listed.stdout.decode(errors="replace").split()


def _contents(repository: Repository, commit: str, revision: str) -> Iterator[tuple[str, bytes]]:
    """Yield the YAML files of a commit's data directory: their paths in it, and what they hold."""
    tree = f"{commit}:{repository.prefix}"
    listed = _git(repository.root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", tree)
    names = [name for name in listed.stdout.decode(errors="surrogateescape").split("\0") if _is_data(name)]
    wanted = "".join(f"{commit}:{PurePosixPath(repository.prefix) / name}\n" for name in names)
    batch = _git(
        repository.root,
        "cat-file",
        "--batch",
        "--follow-symlinks",
        lines=wanted.encode(errors="surrogateescape"),
    ).stdout
    at = 0
    for name in names:
        end = batch.index(b"\n", at)
        header = batch[at:end].split(b" ")
        if len(header) != 3 or header[1] != b"blob":  # hash, type, size; else a broken link
            place = Location(f"{revision}:{PurePosixPath(repository.prefix) / name}")
            raise KgError(Problem("broken-link", place, {"reason": batch[at:end].decode(errors="replace")}))
        size = int(header[2])
        yield name, batch[end + 1 : end + 1 + size]
        at = end + 2 + size


def _is_data(name: str) -> bool:
    """Tell whether the loader would read a file of this path: YAML, and not hidden."""
    path = PurePosixPath(name)
    return path.suffix in SUFFIXES and not any(part.startswith(".") for part in path.parts)
