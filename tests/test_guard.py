"""A query that runs away is really ended, and what it was doing is said."""

import os
import select
import time

import pytest

from kg.problems import KgError, Location
from kg.query.guard import Limits, within
from kg.query.worker import Worker

PLACE = Location("q.rq")


def ask(function, *arguments, limits=Limits()):  # noqa: B008  a frozen value
    worker = Worker(lambda: ([], {}))
    try:
        return within(limits, worker, PLACE)(function, *arguments)
    finally:
        worker.end()


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


# What a worker may be asked: functions of a module, whose first argument is what it has opened.


def repeated(_store, text, times):
    return text * times


def never_ends(_store, path):
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123  as short as the worker is
        file.write(str(os.getpid()))
    while True:
        time.sleep(0.01)


def abort(_store):
    os.abort()


def divide(_store):
    return 1 / 0


def test_the_result_comes_back_however_long():
    assert ask(repeated, "答", 3_000_000) == "答" * 3_000_000


def test_a_worker_is_asked_more_than_once():
    worker = Worker(lambda: ([], {"e": "https://gongtu.example/entity/"}))
    assert worker.prefixes() == {"e": "https://gongtu.example/entity/"}
    asks = within(Limits(), worker, PLACE)
    assert [asks(repeated, "工", n) for n in range(3)] == ["", "工", "工工"]
    worker.end()


def test_work_that_takes_too_long_is_ended(tmp_path):
    with pytest.raises(KgError) as error:
        ask(never_ends, str(tmp_path / "process"), limits=Limits(seconds=0.3))
    assert error.value.problems[0].code == "query-too-long"
    assert not alive(int((tmp_path / "process").read_text(encoding="utf-8")))


def test_work_that_takes_too_much_memory_is_ended():
    with pytest.raises(KgError) as error:
        ask(repeated, "." * 1000, 1 << 20, limits=Limits(memory=200 << 20))
    assert error.value.problems[0].code == "query-crashed"


def test_a_crash_of_the_engine_is_a_problem_not_the_end():
    with pytest.raises(KgError) as error:
        ask(abort)
    assert error.value.problems[0].code == "query-crashed"


def test_a_mistake_of_ours_is_called_one():
    with pytest.raises(KgError) as error:
        ask(divide)
    assert error.value.problems[0].code == "internal-error"
    assert "ZeroDivisionError" in str(error.value)


@pytest.mark.parametrize("prepare", [lambda: None, os.abort], ids=["opens nothing", "crashes"])
def test_a_worker_that_has_no_store_has_no_prefixes_and_no_answers(prepare):
    worker = Worker(prepare)
    assert worker.prefixes() is None
    with pytest.raises(KgError) as error:
        within(Limits(), worker, PLACE)(repeated, "?" * 1_000_000, 2)
    assert error.value.problems[0].code == "query-crashed"
    worker.end()


def test_a_worker_ends_when_nobody_can_ask_it_any_more():
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # asks two workers, and is gone
        workers = [Worker(lambda: ([], {})), Worker(lambda: ([], {}))]
        os._exit(sum(worker.prefixes() is None for worker in workers))
    os.close(writer)
    assert os.waitpid(child, 0)[1] == 0
    assert select.select([reader], [], [], 20)[0], "a worker still has the other end"
    assert os.read(reader, 1) == b""
    os.close(reader)
