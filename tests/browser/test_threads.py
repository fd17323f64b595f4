"""A thread decided in place, in a real browser: Streamlit's own box of articles lives there."""

from __future__ import annotations


def test_a_decision_leads_to_no_other_thread(serve, rows, browser):
    """The box puts first where most waits; who decides there stays there, whatever the counts become."""
    first = rows(3, thread_id="a")
    second = [row for row in rows(5, thread_id="b") if row.comment.id not in {one.comment.id for one in first}]
    server = serve([*first, *second])
    page = browser.new_page()
    page.goto(f"{server.address}/thread")
    page.get_by_text("3 comments, 3 waiting").wait_for(timeout=40_000)

    for left in (2, 1):
        page.get_by_role("button", name="Approve").first.click()
        page.get_by_text(f"3 comments, {left} waiting").wait_for(timeout=15_000)
        page.wait_for_timeout(500)  # a box that is drawn anew answers with what it then shows

    assert page.get_by_text("3 comments, 1 waiting").is_visible()
    page.close()
