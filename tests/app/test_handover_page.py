"""Handover, run without a browser."""

from __future__ import annotations

from moderation.app import session, settings
from moderation.app.pages import handover_page
from moderation.records import Filter
from moderation.review import Desk, add_note, hold_article
from moderation.review.delivery import deliver_once
from moderation.store import holds, open_store, targets
from tests.app.conftest import page_of, run, sent_to


def test_the_handover_names_what_the_next_shift_needs(filled, monkeypatch):
    """Holds, notes and what is escalated stand there; a hold is lifted with one press."""
    monkeypatch.setenv(settings.ROLE, "senior")
    with open_store(filled) as store:
        desk = Desk(store, "marta", "senior")
        (item,) = desk.claim(Filter(), 1)
        desk.escalate(item.id, item.revision, item.version)
        add_note(desk, item.id, "They *know*.")
        hold_article(desk, "wire", "t1", note="Until Monday")
    page = run("handover_page")
    said = " ".join(text.value for text in page.text)
    next(one for one in page.button if one.label == "Lift").click().run()

    assert not page.exception
    assert "Until Monday" in said
    assert "They *know*." in said
    assert "In the last 12 hours: 1 escalated." in [one.value for one in page.caption]
    with open_store(filled) as store:
        assert holds.active(store) == ()


def test_a_senior_reads_who_escalated_a_comment_and_why(filled, monkeypatch):
    """The question that went with it stands on the queue for review and under Handover, whatever came after."""
    monkeypatch.setenv(settings.ROLE, "senior")
    with open_store(filled) as store:
        al, bo = Desk(store, "al"), Desk(store, "bo", "senior")
        (item,) = al.claim(Filter(), 1)
        al.escalate(item.id, item.revision, item.version, note="Is *this*\na threat?")
        (item,) = bo.claim(Filter(state="escalated"), 1)
        bo.skip(item.id, item.revision, item.version)
    rows = sent_to(run("handover_page"), "moderation_comments")["rows"]
    page = page_of("queue.page")
    page.query_params["queue"] = "escalated"
    (shown,) = sent_to(page.run(), "moderation_desk")["items"]

    assert [row["asked"] for row in rows] == ["Escalated by al: Is *this* a threat?"]
    said = shown["ruling"]
    assert (said["what"], said["by"], said["note"]) == ("Escalated", "al", "Is *this*\na threat?")


def test_a_list_of_what_is_escalated_says_how_many_it_leaves_out(filled, monkeypatch):
    """Who takes over would otherwise believe that the ones on the page are all."""
    monkeypatch.setenv(settings.ROLE, "senior")
    monkeypatch.setattr(handover_page, "SHOWN", 1)
    with open_store(filled) as store:
        desk = Desk(store, "marta", "senior")
        one, two = desk.claim(Filter(), 2)
        desk.escalate(one.id, one.revision, one.version)
        alone = [caption.value for caption in run("handover_page").caption]
        desk.escalate(two.id, two.revision, two.version)
        both = [caption.value for caption in run("handover_page").caption]

    assert not any(caption.startswith("The 1 riskiest") for caption in alone)
    assert "The 1 riskiest of 2; all are in the queue “For review”." in both


def test_a_note_leads_to_its_comment(filled, monkeypatch):
    """The next shift reads it beside what it is about."""
    led = []
    monkeypatch.setattr(session, "lead", lambda page, params: led.append((page, params)))
    with open_store(filled) as store:
        add_note(Desk(store, "marta", "senior"), 3, "Ask the desk.")
    page = run("handover_page")
    next(one for one in page.button if one.label == "Open").click().run()

    assert not page.exception
    assert led == [("queue", {"item": 3})]


def test_what_has_not_reached_the_site_is_shown_where_it_was_decided(filled, clock):
    """On the queue as a count, under Handover with since when and why; one press sends it again."""
    assert sent_to(run("queue.page"), "moderation_desk")["behind"] is None
    with open_store(filled, clock=clock) as store:
        targets.add_target(store, "blog", url="https://blog.example/hook", words="wordpress", secret="HOOK")
        desk = Desk(store, "al")
        for item in desk.claim(Filter(), 2):
            desk.approve(item.id, item.revision, item.version)
        desk.release()
        deliver_once(store, {})
    unsent = sent_to(run("queue.page"), "moderation_desk")["behind"]
    page = run("handover_page")
    said = page.text[0].value
    page.button(key="handover_retry_all").click().run()

    assert not page.exception
    assert unsent == {"count": 2, "since": "1 Nov 2026, 12:00 UTC"}
    assert said.startswith("blog: 2 rulings since 1 Nov 2026, 12:00 UTC, tried once: there is no secret in HOOK.")
    assert page.success[0].value.startswith("They are due within two minutes")
