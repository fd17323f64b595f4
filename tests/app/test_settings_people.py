"""The team in the settings: an admin's part of the page, run without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from moderation.app import settings
from moderation.app.pages.settings.people import change_line, people_table
from moderation.store import Person, TeamChange, open_store, team_record
from tests.app.conftest import page_of, run


@pytest.fixture
def url(tmp_path, monkeypatch):
    """A database whose team is an admin, `marta`, and a moderator, Anna."""
    here = f"sqlite:///{tmp_path / 'queue.db'}"
    monkeypatch.setenv(settings.DATABASE, here)
    monkeypatch.setenv(settings.MODERATOR, "marta")
    with open_store(here) as store:
        store.welcome("marta", "admin", None)
        store.welcome("anna@daily.example", "moderator", "Anna")
    return here


def _people() -> AppTest:
    page = run("settings.page").segmented_control(key="settings_part").set_value("People").run()
    assert not page.exception
    return page


def _press(page: AppTest, label: str) -> AppTest:
    page = next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def _chosen(subject: str) -> AppTest:
    return _people().selectbox(key="people_chosen").set_value(subject).run()


def _texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.text)


def test_somebody_is_added_and_stands_in_the_list(url):
    """The table names them, the box is empty again, and the record says by whom."""
    page = _people()
    page.text_input(key="people_subject").set_value(" bo@daily.example ")
    page.text_input(key="people_name").set_value("Bo *K*")
    page.selectbox(key="people_new_role").set_value("senior")
    page = _press(page, "Add")

    assert list(page.dataframe[0].value["Name"]) == ["Anna", "Bo *K*", "marta"]
    assert (page.success[0].value, page.text[0].value) == ("Done, and on record.", "Bo *K* is in, as senior.")
    assert page.text_input(key="people_subject").value == ""
    with open_store(url) as store:
        assert store.person("bo@daily.example").role == "senior"
        assert team_record.changes(store)[0].by == "marta"
    assert "Bo *K*: let in as senior · by marta" in _texts(page)


def test_a_role_is_changed_and_somebody_deactivated_and_let_in_again(url):
    """Each press is one verb; the list and the record follow."""
    page = _chosen("anna@daily.example")
    page.selectbox[-1].set_value("senior").run()
    page = _press(page, "Give this role")
    assert "Anna is now senior." in _texts(page)
    page = _press(page, "Deactivate")
    assert dict(zip(page.dataframe[0].value["Name"], page.dataframe[0].value["Active"].str[:2], strict=True)) == {
        "marta": "Ye",
        "Anna": "No",
    }
    page = _press(page, "Let in again")

    assert "Anna is in again, as senior." in _texts(page)
    with open_store(url) as store:
        assert [(one.was, one.role) for one in team_record.changes(store)[:3]] == [
            (None, "senior"),
            ("senior", None),
            ("moderator", "senior"),
        ]


@pytest.mark.parametrize(
    ("subject", "told"),
    [("", "has 1 to 255 characters"), ("anna@daily.example", "`anna@daily.example` is one of the team already")],
)
def test_who_cannot_be_added_is_told_in_a_sentence(url, subject, told):
    """Nothing changes, and what was typed stays."""
    page = _people()
    page.text_input(key="people_subject").set_value(subject)
    page.selectbox(key="people_new_role").set_value("viewer")
    page = _press(page, "Add")

    assert page.warning[0].value == "Not done."
    assert told in page.text[0].value
    assert page.text_input(key="people_subject").value == subject
    with open_store(url) as store:
        assert store.person("anna@daily.example").role == "moderator"


def test_the_last_admin_cannot_go(url):
    """The verb refuses, the page says why."""
    page = _press(_chosen("marta"), "Deactivate")

    assert "the team needs an admin" in page.text[0].value
    with open_store(url) as store:
        assert store.person("marta").removed_at is None


def test_an_admin_who_steps_down_sees_the_team_no_more(url):
    """Also where nobody signs in: the desk has the role that the store says now."""
    with open_store(url) as store:
        store.welcome("otto", "admin", None)
    page = _chosen("marta")
    page.selectbox[-1].set_value("moderator").run()
    page = _press(page, "Give this role")

    assert not page.dataframe
    assert not [one for one in page.button if one.label == "Deactivate"]


@pytest.mark.parametrize("role", ["viewer", "moderator", "senior"])
def test_nobody_else_sees_the_team(url, monkeypatch, role):
    """No choice of it, and no list, whatever the page is asked for."""
    monkeypatch.setenv(settings.ROLE, role)
    page = page_of("settings.page")
    page.session_state["settings_part"] = "People"
    page = page.run()

    assert not page.exception
    assert not page.dataframe
    assert "anna" not in str(page.main).lower()


def test_what_was_erased_and_what_hides_is_shown_as_such():
    """A forgotten person has a number for a name; a name that reorders text is made visible."""
    table = people_table(
        [Person(3, None, None, "senior", "2026-11-01T08:00:00Z"), Person(4, "x\u202ey", None, "viewer")]
    )

    assert table.to_numpy().tolist() == [
        ["x[RLO]y", "Viewer", "Yes", "x[RLO]y"],
        ["person:3", "Senior", "No, since 2026-11-01", "forgotten"],
    ]
    renamed = TeamChange("2026-11-26T08:00:00Z", "Anna", "senior", "senior", None)
    assert change_line(renamed) == "26 Nov 2026, 08:00 UTC · Anna: has another name"
