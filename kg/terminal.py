"""What is printed: results to standard output, all else to standard error."""

from __future__ import annotations

import os
import re
import sys
from errno import EBADF
from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem, render_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from kg.problems import Language


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal may take for a command; line breaks and tabs are none."""


def _escape(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}"


def emit_lines(lines: Iterable[str]) -> None:
    """Write a result line by line."""
    emit("".join(f"{line}\n" for line in lines))


def emit(content: str | bytes) -> None:
    """Write a result to standard output, as UTF-8 whatever the terminal's encoding.

    Raises KgError where it cannot be written (a full disk, no descriptor), and BrokenPipeError as it is.
    """
    if sys.stdout is None:
        raise _not_written(os.strerror(EBADF))
    # Names of files need not be UTF-8: what is not is shown as an escape.
    content = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard_output()
        raise _not_written(error.strerror or str(error)) from None


def _not_written(reason: str) -> KgError:
    return KgError(Problem("output-not-written", Location("<stdout>"), {"reason": reason}))


def discard_output() -> None:
    """Send what is still to be written nowhere: Python would try again at exit, and complain again."""
    if sys.stdout is not None:
        _discard(sys.stdout)


def _discard(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def tell(problems: Sequence[Problem], options: Namespace) -> None:
    """Write problems to standard error."""
    if problems:
        say_aside(render_text(problems, options.language))


def complain(problems: Iterable[Problem], options: Namespace) -> bool:
    """Say what is wrong with an answer, without its place, and whether any of it is an error."""
    problems = list(problems)
    for problem in problems:
        words = render_text([problem], options.language)
        say_aside(f"  {words.removeprefix(f'{problem.location}: ')}")
    return any(problem.severity == "error" for problem in problems)


def say_aside(text: str) -> None:
    """Write a line to standard error, if anybody listens there (without, `print` takes standard output)."""
    try:
        if sys.stderr is not None:
            sys.stderr.write(f"{CONTROL.sub(_escape, text)}\n")
            sys.stderr.flush()
    except OSError:
        _discard(sys.stderr)  # the exit status still tells


def counts_in_words(counts: Sequence[int], language: Language) -> str:
    """Say how many entities, statements, errors and warnings there are."""
    if language == "zh":
        return "{} 个实体，{} 条陈述，{} 个错误，{} 个警告".format(*counts)
    words = (
        ("entity", "entities"),
        ("statement", "statements"),
        ("error", "errors"),
        ("warning", "warnings"),
    )
    return ", ".join(f"{count} {forms[count != 1]}" for count, forms in zip(counts, words, strict=True))
