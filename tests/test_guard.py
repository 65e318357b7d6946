"""A query that runs away is really ended, and what it was doing is said."""

import os
import time

import pytest

from kg.problems import KgError, Location, Problem
from kg.query.guard import Limits, Outcome, ask_within, guarded
from kg.query.worker import Worker

PLACE = Location("q.rq")


def run(work, limits, place):
    worker = Worker(lambda: guarded(lambda _: work()))
    outcome = ask_within(limits, worker, None, place)
    worker.end()
    return outcome


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_outcome_comes_back():
    remark = Problem("query-empty", PLACE, {"name": "竺士杰"})
    work = Outcome("答".encode() * 1_000_000, [remark])
    assert run(lambda: work, Limits(), PLACE) == work


def test_the_problems_of_the_work_come_back():
    def work():
        raise KgError(Problem("query-service", Location("q.rq", 3, 7)))

    with pytest.raises(KgError) as error:
        run(work, Limits(), PLACE)
    assert error.value.problems == (Problem("query-service", Location("q.rq", 3, 7)),)


def test_work_that_takes_too_long_is_ended(tmp_path):
    def work():
        (tmp_path / "process").write_text(str(os.getpid()))
        while True:
            time.sleep(0.01)

    with pytest.raises(KgError) as error:
        run(work, Limits(seconds=0.3), PLACE)
    assert error.value.problems[0].code == "query-too-long"
    assert not alive(int((tmp_path / "process").read_text()))


def test_work_that_takes_too_much_memory_is_ended():
    with pytest.raises(KgError) as error:
        run(lambda: Outcome(b"." * (1 << 30), []), Limits(memory=200 << 20), PLACE)
    assert error.value.problems[0].code == "query-crashed"


def test_a_crash_of_the_engine_is_a_problem_not_the_end():
    with pytest.raises(KgError) as error:
        run(os.abort, Limits(), PLACE)
    assert error.value.problems[0].code == "query-crashed"


def test_a_mistake_of_ours_is_called_one():
    with pytest.raises(KgError) as error:
        run(lambda: Outcome(1 / 0, []), Limits(), PLACE)
    assert error.value.problems[0].code == "internal-error"
    assert "ZeroDivisionError" in str(error.value)


def test_a_worker_that_cannot_get_ready_is_a_problem():
    with pytest.raises(KgError) as error:
        ask_within(Limits(), Worker(os.abort), "?" * 1_000_000, PLACE)
    assert error.value.problems[0].code == "query-crashed"
