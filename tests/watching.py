"""`kg watch` as a process of its own, and what it says; and the ways in which editors save."""

import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from kg.watching.files import QUIET

PATIENCE = 30
"""Seconds after which a test gives up; nothing should take a tenth of it."""


class Watching:
    """A running `kg watch` and its address."""

    def __init__(self, directory, *options, language="en"):
        command = ("-m", "kg", "watch", "--data", directory, "--port", "0", "--lang", language)
        self.process = subprocess.Popen(
            [sys.executable, *command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.lines = queue.Queue()
        self.reading = threading.Thread(target=self._read)
        self.reading.start()
        self.url = self.until("http://").split()[1]

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, text):
        """Give what is said from now on up to a line with this text."""
        said = ""
        while text not in said:
            said += self.lines.get(timeout=PATIENCE)
        return said

    def end(self, how=signal.SIGINT):
        """End it as Ctrl-C does; give its status and what it still said."""
        self.process.send_signal(how)
        status = self.process.wait(PATIENCE)
        self.reading.join()
        self.process.stdout.close()
        return status, "".join(self.lines.queue)


@contextmanager
def watching(directory, *options, **how):
    """Run `kg watch`; it is ended with the test."""
    one = Watching(directory, *options, **how)
    try:
        yield one
    finally:
        if one.process.returncode is None:
            one.end(signal.SIGKILL)


def in_place(path, text):
    path.write_text(text, encoding="utf-8")


def by_rename(path, text):
    other = path.with_name(".entities.yaml.swp")
    other.write_text(text, encoding="utf-8")
    other.replace(path)


def with_a_backup(path, text):
    path.rename(path.with_name("entities.yaml~"))
    path.write_text(text, encoding="utf-8")


def in_pieces(path, text):
    with path.open("w", encoding="utf-8") as file:
        for piece in (text[: len(text) // 2], text[len(text) // 2 :]):
            file.write(piece)
            file.flush()
            time.sleep(QUIET / 4)


SAVES = [in_place, by_rename, with_a_backup, in_pieces]
