"""The cache of stores: found again at once, never stale, never half written, and never anybody else's."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import HEAD
from test_files import full_disk

import kg
from kg import cache
from kg.cache import CACHES_KEPT, cache_directory, cached_store, fingerprint, open_data
from kg.problems import KgError
from kg.store import open_files

UNION = "  省总工会: {type: Union, aliases: [省总]}\n"
ASK_NAMES = "SELECT ?name { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"


def names(opened):
    store, _ = opened
    return sorted(row["name"].value for row in store.query(ASK_NAMES))


def kept():
    return sorted(path.name for path in Path(cache_directory()).iterdir())


@pytest.fixture
def directory(data):
    return data(UNION)


def test_the_store_is_the_whole_graph_also_while_it_is_read(data):
    head = HEAD.replace("a1.txt}", "a1.txt, notStated: {published: 没有注明}}")
    directory = data(UNION + "  甲: {type: Union, partOf: 省总, 未载: {established: 何时}}\n", head=head)
    whole = set(kg.load(directory).store)
    assert set(open_data(str(directory), None)[0]) == whole
    assert set(open_data(str(directory), None)[0]) == whole


def test_the_second_time_the_store_comes_from_the_cache(directory):
    assert cached_store(str(directory)) is None
    assert names(open_data(str(directory), None)) == ["省总工会"]
    first = Path(cached_store(str(directory)))
    write(directory / "more.yaml", "entities: {乙: {type: Union}}\n")
    open_data(str(directory), None)
    second = Path(cached_store(str(directory)))
    shutil.rmtree(first)
    second.rename(first)
    (directory / "more.yaml").unlink()
    store, prefixes = open_data(str(directory), None)
    assert names((store, prefixes)) == ["乙", "省总工会"]  # what stands in the cache, not in the data
    assert prefixes["e"] == "https://gongtu.example/entity/"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# What changes -> a change of that kind.
CHANGES = {
    "a byte of the data": lambda data: write(
        data / "entities.yaml", (data / "entities.yaml").read_text() + " "
    ),
    "a byte of the ontology": lambda data: write(
        data / "ontology.yaml", (data / "ontology.yaml").read_text().replace("活动", "行动", 1)
    ),
    "a byte of an article": lambda data: write(data / "articles" / "a1.txt", "二零二二年"),
    "an article of any other ending": lambda data: write(data / "articles" / "a1.md", "文"),
    "a new file": lambda data: write(data / "more.yml", "entities: {}\n"),
    "a new file in a directory": lambda data: write(data / "towns" / "hangzhou.yaml", "entities: {}\n"),
    "a new name of a file": lambda data: (data / "entities.yaml").rename(data / "entity.yaml"),
    "a file less": lambda data: (data / "articles" / "a1.txt").unlink(),
    "content that moves from one file to the next": lambda data: (
        write(data / "a.yaml", ""),
        write(data / "b.yaml", (data / "entities.yaml").read_text()),
        (data / "entities.yaml").unlink(),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_makes_another_key(directory, change):
    before = fingerprint(str(directory))
    assert fingerprint(str(directory)) == before
    change(directory)
    assert fingerprint(str(directory)) != before


def test_an_article_that_is_edited_within_its_size_makes_another_key_whatever_its_ending(directory):
    text = directory / "articles" / "a1.text"
    write(text, "甲")
    before = fingerprint(str(directory))
    time.sleep(0.01)  # the file system's clock ticks
    write(text, "乙")
    assert fingerprint(str(directory)) != before


def test_the_articles_of_another_directory_make_another_key(directory, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(directory / "articles", elsewhere)
    keys = {fingerprint(str(directory)), fingerprint(str(directory), str(elsewhere))}
    write(elsewhere / "a1.txt", "另一篇")
    keys.add(fingerprint(str(directory), str(elsewhere)))
    assert len(keys) == 3


FINGERPRINT = "import sys; from kg.cache import fingerprint; print(fingerprint(sys.argv[1]))"


def test_a_change_of_the_program_makes_another_key(directory, tmp_path):
    program = tmp_path / "program" / "kg"
    shutil.copytree(Path(cache.__file__).parent, program, ignore=shutil.ignore_patterns("__pycache__"))

    def key():
        command = [sys.executable, "-c", FINGERPRINT, str(directory)]
        return subprocess.run(command, cwd=program.parent, capture_output=True, check=True).stdout

    before = key()
    assert key() == before
    write(program / "rdf.py", (program / "rdf.py").read_text(encoding="utf-8") + "\n")
    assert key() != before


def test_data_that_changes_while_it_is_read_is_not_kept(data):
    directory = data("".join(f"  甲{number}: {{type: Union}}\n" for number in range(4000)))
    change = threading.Timer(0.1, write, (directory / "more.yaml", "entities: {乙: {type: Union}}\n"))
    change.start()
    open_data(str(directory), None)
    change.join()
    path = cached_store(str(directory))
    assert path is None or len(open_data(str(directory), None)[0]) > 4 * 4001
    assert len(names(open_data(str(directory), None))) == 4001


def test_data_with_an_error_is_not_kept(data):
    directory = data("  甲: {type: Unoin}\n")
    with pytest.raises(KgError):
        open_data(str(directory), None)
    assert kept() == []


def a_file(path):
    path.write_text("", encoding="utf-8")
    return path


PLACES_WITHOUT_ROOM = {
    "below a file": lambda tmp_path: a_file(tmp_path / "file") / "cache",
    "a file": lambda tmp_path: a_file(tmp_path / "file"),
    "a device": lambda _: Path("/dev/null"),
    "a kernel's directory": lambda _: Path("/proc/kg"),
}


@pytest.mark.parametrize("place", PLACES_WITHOUT_ROOM.values(), ids=PLACES_WITHOUT_ROOM)
def test_where_no_cache_can_be_written_the_answer_comes_from_memory(directory, tmp_path, monkeypatch, place):
    monkeypatch.setenv("KG_CACHE", str(place(tmp_path)))
    for _ in range(2):
        assert names(open_data(str(directory), None)) == ["省总工会"]


def test_where_the_disk_is_full_the_answer_comes_from_memory_and_nothing_is_left(
    directory, tmp_path, monkeypatch
):
    with full_disk(tmp_path) as disk:
        monkeypatch.setenv("KG_CACHE", str(disk / "cache"))
        assert names(open_data(str(directory), None)) == ["省总工会"]
        assert kept() == []


DAMAGES = {
    "no list of files": lambda store: (store / "CURRENT").unlink(),
    "an empty one": lambda store: (store / "CURRENT").write_bytes(b""),
    "no prefixes in their file": lambda store: (store / "prefixes.txt").write_text("kg\n", encoding="utf-8"),
    "a table cut short": lambda store: [os.truncate(path, 100) for path in store.glob("*.sst")],
    "noise for tables": lambda store: [
        path.write_bytes(bytes(range(256)) * (path.stat().st_size // 256 + 1)) for path in store.glob("*.sst")
    ],
    "nothing but the prefixes": lambda store: [
        path.unlink() for path in store.iterdir() if path.name != "prefixes.txt"
    ],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_store_is_made_again(directory, damage):
    open_data(str(directory), None)
    path = Path(cached_store(str(directory)))
    damage(path)
    for _ in range(3):
        assert names(open_data(str(directory), None)) == ["省总工会"]
    assert (path / "CURRENT").stat().st_size


def test_only_our_own_directories_are_ever_removed(directory):
    caches = Path(cache_directory())
    others = ["new-projects", "d41d8cd98f00b204e9800998ecf8427e", "gongtu-new-year", "notes"]
    for name in others:
        write(caches / name / "precious.txt", "")
    write(caches / "0123456789abcdef0123456789abcdef", "a file")
    for number in range(CACHES_KEPT + 3):
        write(directory / "more.yaml", f"entities: {{甲{number}: {{type: Union}}}}\n")
        open_data(str(directory), None)
    assert all((caches / name / "precious.txt").exists() for name in others)
    assert (caches / "0123456789abcdef0123456789abcdef").exists()


def test_the_newest_are_kept(directory):
    keys = []
    for number in range(CACHES_KEPT + 2):
        write(directory / "more.yaml", f"entities: {{甲{number}: {{type: Union}}}}\n")
        open_data(str(directory), None)
        keys.append(fingerprint(str(directory)))
        now = time.time_ns() - (CACHES_KEPT + 2 - number) * 1_000_000_000
        os.utime(Path(cache_directory()) / keys[-1], ns=(now, now))
    assert kept() == sorted(keys[-CACHES_KEPT:])


def test_what_a_killed_builder_left_is_removed_in_time_but_not_under_a_living_one(directory):
    caches = Path(cache_directory())
    for name, age in (("gongtu-new-abandone", 2 * cache.ABANDONED_AFTER), ("gongtu-new-building", 10)):
        (caches / name).mkdir()
        os.utime(caches / name, (time.time() - age,) * 2)
    open_data(str(directory), None)
    assert kept() == sorted([fingerprint(str(directory)), "gongtu-new-building"])


BUILD = """
import os, sys
from kg.cache import open_data
store, prefixes = open_data(sys.argv[1], None)
assert len(store) > 100, len(store)
print(len(store), len(prefixes))
"""


def builder(directory):
    return subprocess.Popen([sys.executable, "-c", BUILD, str(directory)], stdout=subprocess.PIPE, text=True)


def test_builders_at_the_same_time_are_all_right(data):
    directory = data("".join(f"  甲{number}: {{type: Union}}\n" for number in range(500)))
    builders = [builder(directory) for _ in range(6)]
    answers = {process.communicate(timeout=60)[0] for process in builders}
    assert [process.returncode for process in builders] == [0] * 6
    assert len(answers) == 1
    assert kept() == [fingerprint(str(directory))]


def test_a_killed_builder_leaves_no_store_that_anybody_opens(data):
    directory = data("".join(f"  甲{number}: {{type: Union}}\n" for number in range(2000)))
    for moment in range(1, 6):
        process = builder(directory)
        deadline = time.monotonic() + 30
        while not kept() and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.001)
        time.sleep(0.01 * moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        path = cached_store(str(directory))
        assert path is None or len(open_data(str(directory), None)[0]) > 6000
        shutil.rmtree(cache_directory())
        Path(cache_directory()).mkdir()
    assert len(names(open_data(str(directory), None))) == 2000


def test_a_large_store_is_kept_while_nobody_waits_for_it(data):
    unions = "  甲: {type: Union}\n  乙: {type: Union}\n"
    unions += "".join(f"  丙{number}: {{type: Union, partOf: 甲, related: 乙}}\n" for number in range(2600))
    directory = data(unions)
    answers = {builder(directory).communicate(timeout=60)[0]}
    deadline = time.monotonic() + 30
    while cached_store(str(directory)) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert cached_store(str(directory)) is not None
    answers.add(builder(directory).communicate(timeout=60)[0])
    assert len(answers) == 1
    assert "" not in answers
    assert kept() == [fingerprint(str(directory))]


@pytest.mark.parametrize("size", [1, 2600])
def test_a_damaged_store_is_no_trouble_for_a_query(data, size):
    unions = "  甲: {type: Union}\n"
    unions += "".join(f"  丙{number}: {{type: Union, partOf: 甲, related: 甲}}\n" for number in range(size))
    directory = data(unions)
    command = [sys.executable, "-m", "kg", "query", "-", "--data", str(directory), "--format", "csv"]
    count = b"SELECT (COUNT(*) AS ?n) { ?s a ?t . ?t rdfs:label 'Trade union'@en }"
    for _ in range(3):
        asked = subprocess.run(command, input=count, capture_output=True, timeout=60, check=True)
        assert asked.stdout.split() == [b"n", str(size + 1).encode()]
        deadline = time.monotonic() + 30
        while cached_store(str(directory)) is None and time.monotonic() < deadline:
            time.sleep(0.02)
        (Path(cached_store(str(directory))) / "CURRENT").write_bytes(b"")


def test_links_are_followed_but_never_in_a_circle(directory, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    write(elsewhere / "a2.txt", "甲")
    (directory / "texts").symlink_to(elsewhere)
    for name in "ab":
        (directory / name).symlink_to(".")
    (directory / "self").symlink_to("self")
    before = fingerprint(str(directory))
    write(elsewhere / "a2.txt", "乙")
    assert fingerprint(str(directory)) != before


def test_a_pipe_among_the_data_is_not_waited_for(directory):
    os.mkfifo(directory / "pipe.yaml")
    fingerprint(str(directory))
    with pytest.raises(KgError) as error:
        open_data(str(directory), None)
    assert [problem.code for problem in error.value.problems] == ["unreadable"]


# A file's name, its content with ▸ before the place of a mistake.
MISTAKES = {
    "bad.ttl": "@prefix e: <http://x/> .\ne:浙江 e:b e:c .\ne:a e:b ▸c:d .\n",
    "bad.nt": '<a:a> <a:b> "甲" .\n<a:a> <a:b> ▸甲 .\n',
    "bad.nq": "<a:a> <a:b> <a:c> ▸. .\n",
    "bad.trig": "<a:g> { <a:a> <a:b> ▸} \n",
    "bad.rdf": "<rdf:RDF>\n<a>",
    "bad.jsonld": '{"@id": ▸\n',
}
GOOD = {
    "good.ttl": "<a:a> <a:b> <a:c> .",
    "GOOD.TTL": "<a:a> <a:b> <a:c> .",
    "good.nt": "<a:a> <a:b> <a:c> .",
    "good.nq": "<a:a> <a:b> <a:c> <a:g> .",
    "good.trig": "<a:g> { <a:a> <a:b> <a:c> }",
    "good.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
    '<rdf:Description rdf:about="a:a"><a:b rdf:resource="a:c"/></rdf:Description></rdf:RDF>',
    "good.jsonld": '{"@id": "a:a", "a:b": {"@id": "a:c"}}',
    "甲 乙.nt": "<a:a> <a:b> <a:c> .",
}


@pytest.mark.parametrize("name", GOOD)
def test_rdf_files_are_read_as_they_are(tmp_path, name):
    write(tmp_path / name, GOOD[name])
    (quad,) = open_files([str(tmp_path / name)])
    assert str(quad.triple) == "<a:a> <a:b> <a:c>"
    assert str(quad.graph_name) == ("<a:g>" if "a:g" in GOOD[name] else "DEFAULT")


def test_several_rdf_files_are_one_graph(tmp_path):
    for name, content in GOOD.items():
        write(tmp_path / name, content)
    assert len(open_files([str(tmp_path / name) for name in GOOD])) == 2


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_an_rdf_file_is_placed(tmp_path, name):
    write(tmp_path / name, MISTAKES[name].replace("▸", ""))
    with pytest.raises(KgError) as error:
        open_files([str(tmp_path / name)])
    (problem,) = error.value.problems
    assert problem.code == "rdf-syntax"
    before, mark, _ = MISTAKES[name].partition("▸")
    if mark:
        assert problem.location.line in (before.count("\n") + 1, before.count("\n") + 2)


def test_bytes_that_are_no_text_are_a_mistake_in_an_rdf_file(tmp_path):
    for name in ("noise.nt", "noise.ttl", "noise.rdf", "noise.jsonld"):
        (tmp_path / name).write_bytes(b"\xff\xfe\x00\x01" * 100)
        with pytest.raises(KgError) as error:
            open_files([str(tmp_path / name)])
        assert error.value.problems[0].code == "rdf-syntax"


# A file that cannot be read -> the problem's code, words of its message.
UNREADABLE = {
    "missing.ttl": ("unreadable", "No such file"),
    "directory.ttl": ("unreadable", "directory"),
    "loop.ttl": ("unreadable", "symbolic links"),
    "gone.ttl": ("unreadable", "No such file"),
    "table.xlsx": ("rdf-format-unknown", "no RDF format"),
    "noending": ("rdf-format-unknown", "no RDF format"),
    "": ("rdf-format-unknown", "no RDF format"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    (tmp_path / "directory.ttl").mkdir()
    (tmp_path / "loop.ttl").symlink_to("loop.ttl")
    (tmp_path / "gone.ttl").symlink_to("nowhere")
    path = str(tmp_path / name) if name else ""
    with pytest.raises(KgError) as error:
        open_files([path])
    (problem,) = error.value.problems
    code, words = UNREADABLE[name]
    assert (problem.code, problem.location.file) == (code, path)
    assert words in problem.message()
    assert "os error" not in problem.message()
