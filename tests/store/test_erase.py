"""Erasing: what must go goes from the files too, what must stay stays verifiable."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from moderation.errors import StaleItem, UsageError
from moderation.records import Filter, Report
from moderation.review import Desk, add_note, hold_author
from moderation.store import Added, Author, Erased
from moderation.store.schema import comments

SECRET = "zanzibar quartz"
# As an index holds them: word by word.
WORDS = tuple(word.encode() for word in SECRET.split())


@pytest.fixture
def desk(store, scored):
    """A desk over one author's two comments, one ruled with a note, and somebody else's answer."""
    store.add(
        [
            scored(1, f"{SECRET} one", author="Ada", author_id="u1", url=f"https://x/{SECRET}"),
            scored(2, f"{SECRET} two", author="Ada B.", author_id="u1", reports=(Report(SECRET),)),
            scored(3, "an answer", author="Bo", reply_to="Ada", carried={"kept": "yes"}),
        ]
    )
    desk = Desk(store, "moderator@daily.example")
    desk.claim(Filter(), 1)
    desk.reject(1, 1, 1, reason="spam", note=f"says {SECRET}")
    return desk


def _everything(store) -> bytes:
    path = Path(str(store._engine.url.database))
    if store._engine.dialect.name == "sqlite":
        return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    from sqlalchemy import text

    tables = ("texts", "particulars", "authors", "notes", "comments", "events", "revisions", "people")
    with store._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        rows = "".join(str(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in tables).encode()
        connection.execute(text("CHECKPOINT"))
        index = "SELECT current_setting('data_directory') || '/' || pg_relation_filepath('search_words')"
        return rows + Path(connection.execute(text(index)).scalar_one()).read_bytes()


def test_an_author_is_forgotten_and_the_record_stays(store, desk):
    """All spellings of the author, texts, notes and addresses are gone, also from the files; events still verify."""
    before = [ruling.event for ruling in store.history()]
    assert SECRET.encode() in _everything(store)

    assert store.erase_author("wire", author_id="u1") == Erased(comments=2, authors=2, notes=1)

    assert not any(word in _everything(store) for word in WORDS)
    assert b"Ada" not in _everything(store)
    assert [ruling.event for ruling in store.history()][: len(before)] == before
    assert store.verify() == []
    assert store.rebuild().corrected == 0
    ruling = store.events(before=2)[0]
    assert (ruling.comment.text, ruling.comment.author, ruling.note) == ("", None, None)
    assert (store.item(2).state, store.item(1).state) == ("closed", "rejected")
    other = store.item(3)
    assert (other.comment.text, other.comment.reply_to, other.comment.author) == ("an answer", None, "Bo")


def test_the_index_of_words_is_whole_after_an_erasure(store, desk):
    """What was erased is not found any more, what stays and what comes later is; two erasures at once do not mind."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda name: store.erase_author("wire", author_id=name), ("u1", "u1")))

    found = [[item.id for item in store.items(Filter(words=words))] for words in ("zanzibar", "answer")]
    assert found == [[], [3]]


def test_the_erased_does_not_come_back_by_import(store, desk, scored):
    """Importing the same dump again leaves erased comments empty and their author unknown."""
    store.erase_author("wire", author_id="u1")

    assert store.add([scored(1, f"{SECRET} one", author="Ada", author_id="u1")]) == Added(unchanged=1)
    assert store.item(1).comment.text == ""
    assert store.authors([("wire", "u1", "Ada")]) == [None]
    assert b"Ada" not in _everything(store)


def test_the_erased_does_not_come_back_by_a_verb(store, desk):
    """Neither taking a ruling back nor reopening puts an empty text before a moderator."""
    store.erase_author("wire", author_id="u1")
    senior = Desk(store, "senior", "senior")

    for verb in (desk.undo, lambda: senior.undo(1), lambda: senior.reopen(1)):
        with pytest.raises(StaleItem, match="was erased"):
            verb()
    assert store.item(1).state == "rejected"


def test_purge_empties_what_is_old(store, desk, scored, clock):
    """Only comments last changed before the day go; so does the author who has no other."""
    clock.advance(86_400)
    store.add([scored(4, "a newer one", author="Bo")])

    assert store.purge("2026-11-02T00:00:00.000Z") == Erased(comments=3, authors=2, notes=1)
    assert not any(word in _everything(store) for word in WORDS)
    assert (store.item(4).comment.text, store.item(4).comment.author) == ("a newer one", "Bo")
    assert store.verify() == []
    assert store.rebuild().corrected == 0


def test_what_would_go_is_what_goes(store, desk, scored, clock):
    """The preview of an erasure and of a purge counts what they then empty, and changes nothing."""
    add_note(desk, 3, "of an answer")
    add_note(desk, 1, f"of {SECRET}")
    hold_author(desk, Author("wire", "u1"), "premoderate", note="again and again")
    before = _everything_told(store)
    foreseen = store.foresee_author("wire", author_id="u1")
    assert (foreseen, _everything_told(store)) == (Erased(comments=2, authors=3, notes=3), before)
    assert store.erase_author("wire", author_id="u1") == foreseen
    assert store.foresee_author("wire", author_id="u1") == Erased(0, 0, 0)

    clock.advance(86_400)
    store.add([scored(4, "a newer one", author="Bo"), scored(5, "by another", author="Cy")])
    clock.advance(86_400)
    for day in ("2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"):
        old = f"{day}T00:00:00.000Z"
        foreseen = store.foresee_purge(old)
        assert (store.purge(old), store.foresee_purge(old)) == (foreseen, Erased(0, 0, 0))
    assert foreseen.comments == 0


def _everything_told(store):
    return [(item.comment, item.state) for item in store.items_by_number([1, 2, 3])], store.verify()


def test_reports_forget_who_made_them(store, desk, scored):
    """An author's name and id leave the reports that they made of others' comments; the reports stay, others' too."""
    reports = (
        Report("spam", "Ada"),
        Report("abuse", "u1", "2026-11-01T00:00:00Z"),
        Report("spam", "Bo"),
        Report("odd"),
    )
    store.add([scored(4, "reported", author="Bo", reports=reports)])
    store.add([scored(5, "reported", author="Bo", source="other", reports=reports)])
    store.erase_author("wire", author_id="u1")

    kept = [(report.reason, report.by) for report in store.item(4).comment.reports]
    assert kept == [("spam", None), ("abuse", None), ("spam", "Bo"), ("odd", None)]
    assert store.item(5).comment.reports == reports


def test_no_digest_is_left_to_guess_a_name_by(store, desk):
    """What a comment's facts were digested to is gone with its author: all but the name is known."""
    store.erase_author("wire", author_id="u1")
    with store.engine.connect() as connection:
        left = dict(connection.execute(select(comments.c.id, comments.c.facts_digest)).all())

    assert [bool(left[number]) for number in (1, 2, 3)] == [False, False, True]


def test_a_moderator_is_forgotten(store, desk):
    """The subject goes, the events keep the number."""
    assert store.events()[0].actor_name == "moderator@daily.example"
    assert store.erase_person("moderator@daily.example")
    assert store.events()[0].actor_name == "person:1"
    assert b"moderator@daily" not in _everything(store)
    assert store.verify() == []


def test_an_erasure_names_exactly_one_author(store):
    """Neither and both are refused."""
    for names in ({}, {"author_id": "u1", "name": "Ada"}):
        with pytest.raises(UsageError, match="either an author's id or a name"):
            store.erase_author("wire", **names)
