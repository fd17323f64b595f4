"""Holds and notes of the house: what they catch, who may set them, when they end."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import event

from moderation.errors import StaleItem, UsageError
from moderation.holding import Holds
from moderation.records import Filter
from moderation.review import (
    Desk,
    add_author_note,
    add_note,
    hold_article,
    hold_author,
    hold_term,
    lift_hold,
)
from moderation.store import Author, holds, remarks

LATER = "2026-11-03T00:00:00Z"


@pytest.fixture
def desk(store):
    """A senior's desk over an empty store."""
    return Desk(store, "chief", "senior")


@pytest.fixture
def add(store, scored):
    """Put comments in as an import does: with the holds that they meet. Returns their states and reasons."""

    def bring(*rows):
        standing = Holds(holds.active(store))
        store.add([dataclasses.replace(row, holds=standing.reasons(row.comment)) for row in rows])
        found = [store.item(store.find(*row.comment.key)) for row in rows]
        return [(item.state, [r for r in item.verdict.reasons if r.startswith("hold:")]) for item in found]

    return bring


def test_new_comments_under_a_held_article_wait(desk, add, scored):
    """Those that come later, not those that stand; after the end of the hold they are approved again."""
    assert add(scored(1, route="approve")) == [("approved", [])]
    hold = hold_article(desk, "wire", "t1")

    other = scored(3, route="approve", thread_id="t2")
    assert add(scored(2, route="approve"), other) == [("pending", ["hold:article"]), ("approved", [])]
    # The same dump again: what stood stands, what was held is held.
    assert add(scored(1, route="approve"), scored(2, route="approve")) == [
        ("approved", []),
        ("pending", ["hold:article"]),
    ]
    lift_hold(desk, hold.id)
    assert add(scored(4, route="approve")) == [("approved", [])]
    # What was held waits for a person, whatever holds now.
    assert add(scored(2, route="approve")) == [("pending", ["hold:article"])]
    # A new text of an old comment is new, too.
    hold_article(desk, "wire", "t1")
    assert add(scored(1, "another text", route="approve")) == [("pending", ["hold:article"])]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("effect", "code"),
    [("premoderate", "hold:author"), ("suspend", "hold:author-suspended"), ("ban", "hold:author-banned")],
)
def test_an_author_is_held_by_id_or_by_name(desk, add, scored, effect, code):
    """Under any spelling of the name where there is an id; the effect is told in the reason."""
    hold_author(desk, Author("wire", author_id="u1"), effect, until=LATER)
    hold_author(desk, Author("wire", name="Ada"), effect, until=LATER)

    rows = [
        scored(1, route="approve", author="A.", author_id="u1"),
        scored(2, route="approve", author="Ada"),
        scored(3, route="approve", author="Bo", author_id="u2"),
        scored(4, route="approve", author="Ada", source="other"),
    ]
    assert add(*rows) == [("pending", [code]), ("pending", [code]), ("approved", []), ("approved", [])]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_term_is_seen_through_disguises_and_ends_by_itself(desk, store, add, scored, clock):
    """Whole words, folded; over at its time without anybody's doing."""
    hold_term(desk, "Miracle  cure", until="2026-11-01T13:00:00Z")

    texts = ["a MIRACLE cure", "m\u0456racle-cure!", "miracle cures", "a miracle. cure", "no such thing"]
    rows = [scored(n, text, route="approve") for n, text in enumerate(texts, 1)]
    assert [held for _, held in add(*rows)] == [["hold:term"], ["hold:term"], [], ["hold:term"], []]
    clock.advance(3_600)
    assert holds.active(store) == ()
    assert add(scored(9, "a miracle cure", route="approve")) == [("approved", [])]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_same_hold_again_replaces_the_first(desk, store):
    """So its end and its effect can be changed; both stay on record."""
    first = hold_author(desk, Author("wire", name="Ada"), until=LATER, note="third time")
    second = hold_author(desk, Author("wire", name="Ada"), "ban")

    assert [hold.id for hold in holds.active(store)] == [second.id]
    assert [(hold.id, hold.lifted_by) for hold in holds.all_holds(store)] == [(second.id, None), (first.id, "chief")]
    assert (first.note, first.author, first.until) == (
        "third time",
        Author("wire", None, "Ada"),
        "2026-11-03T00:00:00.000Z",
    )
    with pytest.raises(StaleItem, match="over already"):
        lift_hold(desk, first.id)


def test_what_somebody_else_holds_is_replaced_by_seniors_alone(store, desk):
    """A moderator who puts a banned author under a milder hold would lift the ban; one's own hold may be changed."""
    ada = Author("wire", name="Ada")
    ban = hold_author(desk, ada, "ban")
    al = Desk(store, "al")
    with pytest.raises(UsageError, match="held already, by chief"):
        hold_author(al, ada)
    hold_article(desk, "wire", "t1")
    with pytest.raises(UsageError, match="held already"):
        hold_article(al, "wire", "t1", until=LATER)

    assert [one.id for one in holds.active(store) if one.kind == "author"] == [ban.id]
    own = hold_author(al, Author("wire", name="Bo"))
    assert hold_author(al, Author("wire", name="Bo"), until=LATER).id != own.id
    assert hold_author(Desk(store, "di", "senior"), ada, "suspend", until=LATER).effect == "suspend"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_policys_rejection_is_not_softened(desk, add, scored):
    """A hold makes a question of an approval, never of a rejection."""
    hold_article(desk, "wire", "t1")

    assert add(scored(1, route="reject")) == [("rejected", ["hold:article"])]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_may_and_for_how_long(store, desk):
    """Terms, suspensions and bans are a senior's; a term ends within 30 days, a suspension ends, time runs forward."""
    al, vi = Desk(store, "al"), Desk(store, "vi", "viewer")
    ada = Author("wire", name="Ada")
    refused = [
        (lambda: hold_term(al, "x", until=LATER), "a moderator may not hold a term"),
        (lambda: hold_author(al, ada, "ban"), "a moderator may not ban"),
        (lambda: hold_author(desk, ada, "suspend"), "a suspension has an end"),
        (lambda: hold_author(desk, ada, "hold"), "nothing to do with an author"),
        (lambda: hold_article(vi, "wire", "t1"), "a viewer may not"),
        (lambda: hold_term(desk, "x", until="2026-12-02"), "within 30 days"),
        (lambda: hold_term(desk, " .. ", until=LATER), "a term has letters"),
        (lambda: hold_article(al, "wire", "t1", until="soon"), "not a time"),
        (lambda: hold_article(al, "wire", "t1", until="2026-10-01"), "later than now"),
        (lambda: Author("wire"), "an id or a name"),
        (lambda: add_note(al, 1, "  "), "1 to 2000 characters"),
    ]
    for call, message in refused:
        with pytest.raises(UsageError, match=message):
            call()
    theirs = hold_article(desk, "wire", "t1")
    with pytest.raises(UsageError, match="may not lift what somebody else holds"):
        lift_hold(al, theirs.id)
    assert lift_hold(desk, hold_article(al, "wire", "t2").id).lifted_by == "chief"


def test_notes_stay_with_item_and_author(store, desk, scored):
    """An item shows its own and its author's; both go when the author is erased, and a hold on the author ends."""
    store.add([scored(1, author="Ada", author_id="u1"), scored(2, author="Bo")])
    ada = Author("wire", author_id="u1")
    add_note(desk, 1, "seen on the forum")
    add_author_note(desk, ada, "was warned")
    hold_author(desk, ada, "ban", note="enough")

    assert [remark.text for remark in remarks.of_item(store, 1)] == ["seen on the forum", "was warned"]
    assert [remark.about for remark in remarks.of_author(store, ada)] == ["author"]
    assert remarks.of_item(store, 2) == ()
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _u, query, *_: asked.append(query))
    assert remarks.of_items(store, [1, 2]) == {1: remarks.of_item(store, 1), 2: ()}
    assert sum(query.lstrip().startswith("SELECT") for query in asked) == 4  # as many for two as for one
    with pytest.raises(StaleItem, match="no comment 9"):
        add_note(desk, 9, "where?")

    assert store.erase_author("wire", author_id="u1").notes == 3
    assert [(remark.text, remark.author) for remark in remarks.latest(store)] == [(None, None), (None, None)]
    assert holds.active(store) == ()
    assert [(hold.author, hold.identity, hold.note) for hold in holds.all_holds(store)] == [(None, None, None)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_purge_keeps_what_a_hold_needs(store, desk, scored, clock):
    """Who is held now is still known afterwards; a term that is over is forgotten."""
    store.add([scored(1, author="Ada", author_id="u1"), scored(2, author="Bo")])
    hold_author(desk, Author("wire", author_id="u1", name="Ada"))
    hold_term(desk, "Bo Smith", until="2026-11-02")
    clock.advance(10 * 86_400)

    assert store.purge("2026-11-05T00:00:00.000Z").authors == 1
    assert [hold.author.name for hold in holds.active(store)] == ["Ada"]
    assert [hold.term for hold in holds.all_holds(store)] == [None, None]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_held_comment_leaves_by_a_persons_hand(store, desk, add, scored):
    """Approved once, the same dump does not hold it again."""
    hold_article(desk, "wire", "t1")
    add(scored(1, route="approve"))
    item = desk.claim(Filter())[0]
    desk.approve(item.id, item.revision, item.version)

    assert add(scored(1, route="approve")) == [("approved", ["hold:article"])]
    assert store.verify() == []
    assert store.rebuild().corrected == 0
