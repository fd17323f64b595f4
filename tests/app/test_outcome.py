"""What came of a press: told on the page that it is for, once."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page():
    import streamlit as st

    from moderation.app.outcome import attempt, draw_outcome
    from moderation.errors import StoreError

    def refuse() -> str:
        raise StoreError("the database is in use")

    draw_outcome("here")
    st.button("Do", on_click=attempt, args=("here", lambda: "It is done."))
    st.button("Refuse", on_click=attempt, args=("here", refuse))
    st.button("Elsewhere", on_click=attempt, args=("there", lambda: "It is done there."))


def _told(page: AppTest) -> tuple[list[str], list[str]]:
    assert not page.exception
    return [box.value for box in page.success], [box.value for box in page.warning]


def test_an_outcome_is_told_once():
    """What was done, and what was not with its reason; the next drawing is without it."""
    page = AppTest.from_function(_page).run()
    do, refuse, _ = page.button

    assert _told(page) == ([], [])
    assert _told(do.click().run()) == (["It is done."], [])
    assert _told(page.run()) == ([], [])
    assert _told(refuse.click().run()) == ([], ["Not done: the database is in use."])


def test_an_outcome_is_told_on_its_page_alone():
    """What another page asked for is kept for that page."""
    page = AppTest.from_function(_page).run()

    assert _told(page.button[2].click().run()) == ([], [])
    assert page.session_state["there_outcome"].words == "It is done there."
