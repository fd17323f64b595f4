"""The team: who may what, decided in the verbs by what the store says now."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from moderation.errors import UsageError
from moderation.records import Filter
from moderation.review import (
    Desk,
    add_person,
    claim_watched,
    everybody,
    preview,
    remove_person,
    set_role,
    team_changes,
)
from moderation.store import Selection


@pytest.fixture
def admin(store, scored):
    """The desk of a team's admin, over two items."""
    store.add([scored(1), scored(2)])
    Desk(store, "first", "admin")
    return Desk(store, "first", None)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_member_has_the_role_that_the_store_says_now(store, admin):
    """A change of role holds from the next verb on, in sessions that are open; a stranger gets no desk."""
    with pytest.raises(UsageError, match="not one of this queue's team"):
        Desk(store, "eve", None)
    add_person(admin, "anna@daily.example", "viewer", "Anna")
    anna = Desk(store, "anna@daily.example", None)
    verbs = (
        lambda: anna.claim(Filter()),
        anna.undo,
        lambda: anna.reopen(1),
        lambda: anna.approve(1, 1, 1),
        lambda: claim_watched(anna),
        lambda: preview(anna, Selection(items=(1,)), "approve"),
        lambda: add_person(anna, "me too", "admin"),
    )
    for verb in verbs:
        with pytest.raises(UsageError, match="a viewer may not"):
            verb()

    set_role(admin, "anna@daily.example", "moderator")
    assert [item.id for item in anna.claim(Filter())] == [1, 2]
    assert anna.approve(1, 1, 1).role == "moderator"
    with pytest.raises(UsageError, match="a moderator may not"):
        anna.claim(Filter(state="escalated"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_is_removed_decides_no_more(store, admin):
    """What they held is free at once, what they decided keeps their name; they may come back under their number."""
    anna = add_person(admin, "anna@daily.example", "moderator", "Anna")
    desk = Desk(store, "anna@daily.example", None)
    desk.claim(Filter())
    desk.approve(1, 1, 1)

    gone = remove_person(admin, "anna@daily.example")

    assert gone.removed_at is not None
    with pytest.raises(UsageError, match="not one of this queue's team"):
        desk.approve(2, 1, 1)
    assert store.events(1)[0].actor_name == "Anna"
    assert [item.id for item in Desk(store, "bo").claim(Filter())] == [2]
    assert add_person(admin, "anna@daily.example", "senior").id == anna.id
    assert Desk(store, "anna@daily.example", None).is_senior


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_last_admin_stays(store, admin):
    """Somebody must be able to let others in."""
    calls = (
        lambda: remove_person(admin, "first"),
        lambda: set_role(admin, "first", "senior"),
        lambda: add_person(admin, "first", "viewer"),
    )
    for call in calls:
        with pytest.raises(UsageError, match="needs an admin"):
            call()
    with pytest.raises(UsageError, match="not one of the team"):
        remove_person(admin, "nobody")
    add_person(admin, "second", "admin")
    assert set_role(admin, "first", "senior").role == "senior"


def _refused(gate, call):
    """Make a call once the others are ready to make theirs; tell whether it was refused."""
    gate.wait()
    try:
        call()
    except UsageError:
        return True
    return False


def test_an_admin_is_left_when_two_take_the_role_from_each_other_at_once(store, admin):
    """Whichever way: one gets through, the other is told that the team needs an admin."""
    add_person(admin, "second", "admin")
    pairs = ((admin, "second"), (Desk(store, "second", None), "first"))
    ways = (
        lambda desk, subject: set_role(desk, subject, "senior"),
        lambda desk, subject: add_person(desk, subject, "viewer"),
        remove_person,
    )
    for way in ways * 8:
        gate = threading.Barrier(len(pairs))
        with ThreadPoolExecutor(len(pairs)) as pool:
            calls = [pool.submit(_refused, gate, partial(way, *pair)) for pair in pairs]
        left = [one.subject for one in store.people() if one.role == "admin" and one.removed_at is None]

        assert sorted(call.result() for call in calls) == [False, True]
        assert len(left) == 1
        for subject in ("first", "second"):
            store.welcome(subject, "admin", None)


def test_every_change_of_the_team_is_on_record(store, admin):
    """Who was let in or out or given another role, and by whom; what changes nothing writes nothing."""
    add_person(admin, "anna@daily.example", "viewer", "Anna")
    set_role(admin, "anna@daily.example", "viewer")
    set_role(admin, "anna@daily.example", "senior")
    remove_person(admin, "anna@daily.example")
    add_person(admin, "anna@daily.example", "moderator")

    found = [(one.person, one.was, one.role, one.by) for one in team_changes(admin)]

    assert found == [
        ("Anna", None, "moderator", "first"),
        ("Anna", "senior", None, "first"),
        ("Anna", "viewer", "senior", "first"),
        ("Anna", None, "viewer", "first"),
        ("first", None, "admin", "first"),
    ]
    assert len(team_changes(admin, 1)) == 1
    store.erase_person("anna@daily.example")
    assert {one.person for one in team_changes(admin)} == {"first", f"person:{everybody(admin)[-1].id}"}


def test_whoever_sits_down_without_a_login_is_on_record_once(store):
    """They let themselves in, with the role that the local queue gave them; sitting down again writes nothing."""
    for _ in range(2):
        first = Desk(store, "first", "admin")
    Desk(store, "second", "moderator")

    found = [(one.person, one.was, one.role, one.by) for one in team_changes(first)]

    assert found == [("second", None, "moderator", "second"), ("first", None, "admin", "first")]


def test_the_record_of_the_team_is_append_only(store, admin):
    """The database itself refuses to change or lose a line of it."""
    add_person(admin, "anna@daily.example", "viewer")

    for statement in ("UPDATE team_changes SET role = 'admin'", "DELETE FROM team_changes"):
        with pytest.raises(DBAPIError, match="append-only"):
            store.write(lambda connection, said=statement: connection.execute(text(said)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["viewer", "moderator", "senior"])
def test_only_an_admin_sees_the_team(store, admin, role):
    """The verbs refuse, not the page alone."""
    add_person(admin, "anna@daily.example", role)
    anna = Desk(store, "anna@daily.example", None)
    for verb in (lambda: everybody(anna), lambda: team_changes(anna)):
        with pytest.raises(UsageError, match="may not see the team"):
            verb()
