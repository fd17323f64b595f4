"""What comes in: new, again, changed, gone."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from moderation.records import (
    Article,
    Block,
    Comment,
    Confidence,
    Evidence,
    Filter,
    PastDecision,
    Report,
    Span,
    Versions,
)
from moderation.review import Desk
from moderation.store import Added, open_store
from moderation.store.arriving import laid_out
from moderation.store.schema import queue_items


def test_twice_adds_nothing_twice(store, scored):
    """The same batch again is unchanged, comment by comment."""
    batch = [scored(number, author=f"author {number % 3}", site="daily") for number in range(50)]

    assert store.add(batch) == Added(new=50)
    assert store.add(batch) == Added(unchanged=50)
    assert store.stats().comments == 50


def test_a_batch_may_hold_a_comment_twice(store, scored):
    """The later row is taken as a change of the earlier one."""
    assert store.add([scored(1, "first"), scored(1, "second"), scored(1, "second")]) == Added(1, 1, 0, 0, 1)
    assert store.item(1).comment.text == "second"


def test_more_than_one_transaction_holds(store, scored):
    """A batch of more than 125 is added in parts."""
    assert store.add([scored(number) for number in range(501)]) == Added(new=501)


def test_nobody_waits_while_comments_are_laid_out(tmp_path, scored, monkeypatch):
    """What takes no database is done before SQLite's one writer is kept: another one writes meanwhile."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    with open_store(url) as store, open_store(url) as other:
        lay_out = laid_out.lay_out

        def laying(given):
            other.prefer(other.enrol("al").id, "cover", given.comment.id)
            return lay_out(given)

        monkeypatch.setattr("moderation.store.store.lay_out", laying)

        assert store.add([scored(number) for number in (1, 2)]) == Added(new=2)
        assert other.preferences(other.enrol("al").id) == {"cover": "c2"}


def test_an_import_gives_way_between_its_parts(tmp_path, scored):
    """Whoever waits to write meanwhile is let in before the last part, not only after it."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    with open_store(url) as store, open_store(url) as other:
        seen = []
        with ThreadPoolExecutor(1) as pool:
            adding = pool.submit(store.add, [scored(number) for number in range(5_000)])
            while not adding.done():
                seen.append(other.write(lambda at: at.execute(select(func.count(queue_items.c.id))).scalar_one()))
            assert adding.result() == Added(new=5_000)

    assert len({number for number in seen if 0 < number < 5_000}) >= 5, "it was let in that often before the end"


FULL = Comment(
    source="coral",
    thread_id="story/9",
    id="77",
    text="> you said so\nNo, I did not.",
    site="daily",
    parent_id="76",
    reply_to="Bea",
    author="Al",
    author_id="u-1",
    created_at="2026-11-01T10:00:00Z",
    edited_at="2026-11-01T10:05:00Z",
    url="https://daily.example/9#77",
    quotes=(Span(0, 13),),
    start=100,
    end=128,
    status="pending",
    kind="review",
    likes=3_000_000_000,
    dislikes=0,
    reports=(Report("abuse", "Cy", "2026-11-01T11:00:00Z"), Report("spam")),
    past_decisions=(PastDecision("approved", "mod", "2026-11-01T11:30:00Z", "fine"),),
    confidence=Confidence(0.5, 0.25, 1.0),
    carried={"input_id": 4, "row": [1, None, "x"]},
)


def test_a_comment_comes_back_whole(store, scored):
    """Every field of the comment record survives the store."""
    evidence = (Evidence("toxicity", 2, 5, "rule:tox.x", 0.75),)
    one = dataclasses.replace(scored(), comment=FULL)
    verdict = dataclasses.replace(one.verdict, id="77", thread_id="story/9", rules=("tox.x",), evidence=evidence)
    store.add([dataclasses.replace(one, verdict=verdict)])

    item = store.item(1)

    assert item.comment == FULL
    assert dict(item.comment.carried) == FULL.carried
    assert item.verdict == verdict
    assert item.versions == one.versions


def test_an_article_comes_back_whole(store, scored):
    """Every field of the article survives, before or after its comments, and a second one replaces it."""
    article = Article("wire", "daily", "t1", "Title", "Body", "https://x", 9, "disqus", (Block("body", "Body", 0, 4),))
    store.add_article(Article("wire", None, "t1", "Old"))
    store.add([scored()])
    store.add_article(article)

    assert store.item(1).article == article


def test_parent_and_author_stand_beside_the_item(store, scored):
    """The parent is found by its outside id, the author's record leaves the item itself out."""
    store.add([scored(1, "first", "approve", author="Al"), scored(2, "second", author="Al", parent_id="c1")])

    item = store.item(2)

    assert item.parent is not None
    assert item.parent.text == "first"
    assert item.author is not None
    assert (item.author.comments, item.author.approved, item.author.rejected) == (2, 1, 0)
    assert [(state, comment.id) for state, comment in item.author.latest] == [("approved", "c1")]


@pytest.mark.parametrize(
    ("route", "status", "state"),
    [
        ("review", "scored", "pending"),
        ("approve", "scored", "approved"),
        ("reject", "scored", "rejected"),
        ("review", "failed", "pending"),
    ],
)
def test_the_route_gives_the_first_state(store, scored, route, status, state):
    """Automatic approval is no event; a policy's rejection is."""
    store.add([scored(route=route, verdict={"status": status})])

    assert store.item(1).state == state
    assert [ruling.event.kind for ruling in store.events()] == (["reject"] if route == "reject" else [])


def test_a_policy_rejection_is_signed_and_reasoned(store, scored):
    """The actor is the policy's digest, the statement says that decision and detection were automated."""
    spam = {"scores": (None,) * 7 + (0.99, None), "reasons": ("spam>=0.95",)}
    store.add([scored(route="reject", verdict=spam, reports=(Report("spam"),))])

    event = store.events()[0].event

    assert (event.actor, event.role, event.source, event.reason) == (f"policy:{'c' * 64}", "policy", "policy", "spam")
    assert event.statement is not None
    assert (event.statement.automated_detection, event.statement.automated_decision) == (True, True)
    assert event.statement.notice == "user-report"


def test_a_policy_never_gives_a_cue_as_its_reason(store, scored):
    """However high a misinformation cue, it is not what a policy rejected for."""
    cue = {"scores": (0.4, *(None,) * 7, 0.99), "reasons": ("toxicity>=0.40", "misinformation_cue>=0.90")}
    store.add([scored(route="reject", verdict=cue)])

    assert store.events()[0].event.reason == "abusive"


def test_skipped_comments_are_kept_and_not_queued(store, scored):
    """A deleted or blocked comment has no item; once it has a text it gets one."""
    store.add([scored(1, "[deleted]", None, status="deleted")])

    assert store.stats().comments == 1
    assert store.find("wire", "t1", "c1") is None
    assert store.add([scored(1, "here again")]) == Added(revised=1)
    assert store.item(1).state == "pending"


def test_facts_change_without_a_new_revision(store, scored):
    """Likes and reports are brought up to date; nothing is decided anew."""
    store.add([scored(likes=1)])

    assert store.add([scored(likes=2, reports=(Report("rude"),))]) == Added(unchanged=1)
    item = store.item(1)
    assert (item.comment.likes, item.comment.reports, item.revision, item.version) == (2, (Report("rude"),), 1, 1)


def test_an_absurd_count_stops_no_import(store, scored):
    """What no database holds is the largest that it does."""
    assert store.add([scored(1, likes=10**30), scored(2)]) == Added(new=2)
    assert store.item(1).comment.likes == 2**63 - 1
    assert store.add([scored(1, likes=10**30)]) == Added(unchanged=1)


def test_quotes_stay_with_their_own_text(store, scored):
    """A ruling on the earlier text still shows the ranges of that text."""
    store.add([scored(1, "> you\nno", "reject", quotes=(Span(0, 5),))])
    store.add([scored(1, "> you all\nno", quotes=(Span(0, 9),))])

    assert [ruling.comment.quotes for ruling in store.events()] == [(Span(0, 9),), (Span(0, 5),)]


@pytest.mark.parametrize(
    ("verb", "route", "state", "kinds"),
    [
        (None, "review", "pending", []),
        (None, "approve", "approved", []),
        (None, "reject", "rejected", ["reject"]),
        ("approve", "review", "pending", ["approve", "reopen"]),
        ("approve", "approve", "approved", ["approve"]),
        ("reject", "review", "pending", ["reject", "reopen"]),
        ("reject", "approve", "pending", ["reject", "reopen"]),
        ("approve", "reject", "rejected", ["approve", "reject"]),
        ("escalate", "approve", "escalated", ["escalate"]),
        ("escalate", "reject", "escalated", ["escalate"]),
    ],
)
def test_a_new_text_reopens_what_was_ruled(store, scored, verb, route, state, kinds):
    """A ruling on another text does not stand, unless it approved and the new text is approved too."""
    store.add([scored()])
    if verb:
        desk = Desk(store, "al")
        item = desk.claim(Filter())[0]
        getattr(desk, verb)(item.id, 1, 1, **({"reason": "spam"} if verb == "reject" else {}))

    assert store.add([scored(1, "another text", route)]) == Added(revised=1)
    item = store.item(1)
    assert (item.state, item.revision, item.comment.text) == (state, 2, "another text")
    assert [ruling.event.kind for ruling in reversed(store.events())] == kinds
    assert store.rebuild().corrected == 0


@pytest.mark.parametrize(
    ("first", "ruled", "second", "state"),
    [
        ("review", False, "approve", "approved"),
        ("approve", False, "review", "pending"),
        ("reject", False, "review", "pending"),
        ("reject", False, "approve", "pending"),
        ("review", True, "reject", "approved"),
        ("review", True, "approve", "approved"),
    ],
)
def test_a_new_verdict_on_the_same_text(store, scored, first, ruled, second, state):
    """A new model or policy moves what nobody ruled on; a person's ruling outlives it."""
    store.add([scored(route=first)])
    if ruled:
        desk = Desk(store, "al")
        desk.claim(Filter())
        desk.approve(1, 1, 1)

    newer = Versions("constant.v1", "d" * 64, "b" * 64, "c" * 64)
    assert store.add([scored(route=second, versions=newer)]) == Added(rescored=1)
    assert store.item(1).state == state
    assert store.item(1).versions == newer
    assert store.rebuild().corrected == 0


def test_upstream_deletion_closes_and_return_reopens(store, scored):
    """Deleted upstream closes the item by an event, once; a comment that comes back is looked at again."""
    store.add([scored()])
    gone = scored(1, "a comment", None, status="deleted")

    assert store.add([gone]) == Added(closed=1)
    assert store.add([gone]) == Added(unchanged=1)
    assert (store.item(1).state, store.item(1).comment.status) == ("closed", "deleted")
    assert store.add([scored()]) == Added(revised=1)
    assert store.item(1).state == "pending"
    assert [ruling.event.kind for ruling in reversed(store.events())] == ["close", "reopen"]
    assert store.verify() == []


HOSTILE = [
    pytest.param("'; DROP TABLE events; --", id="quotes"),
    pytest.param("a\x00b\x00", id="nul"),
    pytest.param("\ud800 and \udfff", id="lone surrogates"),
    pytest.param("\ud83d\ude00", id="a pair of surrogates"),
    pytest.param("\x1a0000 \x1a", id="the escape itself"),
    pytest.param("\u202egnp.exe \u200d\ufeff", id="bidi and joiners"),
    pytest.param("%s %(x)s :name {x} \\x00", id="placeholders"),
    pytest.param("é" * 500_000, id="one megabyte"),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_it_was(store, scored, text):
    """Whatever stands in text, names and ids, the store gives it back, and finds the comment again."""
    one = scored(
        1, text, author=text[:1_000_000], author_id=text, url=text, reply_to=text, id=text, thread_id=text,
        source="s" + text, site=text, carried={"x": text}, reports=(Report(text, text),),
    )  # fmt: skip
    store.add([one])

    assert store.add([one]) == Added(unchanged=1)
    item = store.item(1)
    assert item.comment == one.comment
    assert dict(item.comment.carried) == {"x": text}
    assert store.find("s" + text, text, text) == 1
    assert store.count(Filter(thread=("s" + text, text))) == 1
    assert store.verify() == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(codec=None, exclude_categories=())), min_size=1, max_size=8))
def test_any_text_comes_back(store, scored, texts):
    """Store and read is the identity on any code points."""
    source = f"h{store.stats().comments}"
    store.add([scored(number, text, source=source) for number, text in enumerate(texts)])

    numbers = [store.find(source, "t1", f"c{number}") for number in range(len(texts))]
    assert [item.comment.text for item in store.items_by_number(numbers)] == texts
