"""A file is written whole or not at all."""

import os
import resource
import stat
import subprocess
from contextlib import contextmanager, suppress

import pytest

from kg.files import write_file
from kg.problems import KgError


def test_a_page_is_written_as_utf8_whatever_the_locale(tmp_path):
    write_file(tmp_path / "图谱.html", "浙江省总工会 𠮷\n")
    assert (tmp_path / "图谱.html").read_bytes().decode("utf-8") == "浙江省总工会 𠮷\n"


def test_bytes_are_written_as_they_are(tmp_path):
    write_file(tmp_path / "graph.nt", b"\xff\r\n")
    assert (tmp_path / "graph.nt").read_bytes() == b"\xff\r\n"


def test_a_page_that_is_replaced_keeps_its_mode_and_its_link(tmp_path):
    (tmp_path / "old.html").write_text("old")
    (tmp_path / "old.html").chmod(0o640)
    (tmp_path / "link.html").symlink_to("old.html")
    write_file(tmp_path / "link.html", "new")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "old.html").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "old.html").stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root writes for somebody else")
def test_a_page_that_root_replaces_belongs_to_whom_it_did(tmp_path):
    (tmp_path / "page.html").write_text("old")
    os.chown(tmp_path / "page.html", 1234, 1234)
    write_file(tmp_path / "page.html", "new")
    assert (tmp_path / "page.html").stat().st_uid == 1234


def test_a_new_page_has_the_mode_of_a_new_file(tmp_path):
    write_file(tmp_path / "new.html", "new")
    (tmp_path / "other").touch()
    assert (tmp_path / "new.html").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_pipe_is_written_to_and_not_replaced():
    read, write = os.pipe()
    write_file(f"/dev/fd/{write}", "浙江")
    os.close(write)
    assert os.read(read, 100).decode() == "浙江"
    os.close(read)


def test_a_lone_surrogate_does_not_lose_the_page(tmp_path):
    write_file(tmp_path / "page.html", "a\ud800b")
    assert (tmp_path / "page.html").read_text() == "a?b"


@contextmanager
def full_disk(tmp_path):
    """Give a directory on a disk of 64 KiB; without the right to mount one, forbid files to grow further."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    mounted = False
    with suppress(FileNotFoundError):
        mounted = (
            os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
        )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not mounted:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    try:
        yield disk
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)  # noqa: S607  found on PATH like mount


def test_a_full_disk_leaves_the_old_page_whole(tmp_path):
    with full_disk(tmp_path) as disk:
        write_file(disk / "graph.html", "old")
        with pytest.raises(KgError, match="file-not-written") as error:
            write_file(disk / "graph.html", "new" * 100_000)
        assert (disk / "graph.html").read_text() == "old"
        assert [file.name for file in disk.iterdir()] == ["graph.html"], "nothing is left behind"
    (problem,) = error.value.problems
    assert str(problem.location) == str(disk / "graph.html")
    assert "文件没有写成" in problem.message("zh")


@pytest.mark.parametrize("path", ["missing/graph.html", "file/graph.html", "."])
def test_a_place_that_cannot_be_written_is_a_problem(tmp_path, path):
    (tmp_path / "file").touch()
    with pytest.raises(KgError, match="file-not-written"):
        write_file(tmp_path / path, "page")
