"""The project's own data: as a careful curator would have it."""

from pathlib import Path

from kg.loading.load import load

DATA = Path(__file__).parent.parent / "data"


def test_the_data_has_no_error():
    _, problems = load(DATA)
    assert [problem for problem in problems if problem.severity == "error"] == []


def test_every_quote_occurs_in_the_article_once(articles):
    dataset, problems = load(DATA, articles)
    assert problems == []
    assert all(statement.quote.spans for statement in dataset.statements if statement.quote)


def test_what_is_stated_has_a_quote_and_what_is_not_says_from_what():
    dataset, _ = load(DATA)
    for statement in dataset.statements:
        if statement.status == "stated":
            assert statement.quote, statement
        else:
            assert statement.note, statement


def test_no_phrase_is_longer_than_the_copyright_allows():
    dataset, _ = load(DATA)
    quotes = [statement.quote for statement in dataset.statements if statement.quote]
    assert max(len(phrase) for quote in quotes for phrase in quote.phrases) <= 40


def test_the_movement_and_the_federation_are_two_entities():
    dataset, _ = load(DATA)
    assert dataset.entities["浙江工会"].type != dataset.entities["浙江省总工会"].type
