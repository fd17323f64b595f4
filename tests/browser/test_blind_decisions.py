"""Never a decision on a comment that was not on the screen: the fault that a naive queue in Streamlit has."""

from __future__ import annotations

import pytest

PRESSES = 40

# Written without regard to the panel's own bookkeeping: what the document holds when a frame is drawn is what that
# frame shows, and a key is aimed at what the last frame showed.
WATCH = """
window.seen = null; window.aimed = [];
const find = () => {
  for (const node of document.querySelectorAll("div")) {
    const card = node.shadowRoot && node.shadowRoot.querySelector(".card");
    if (card) return card;
  }
  return null;
};
const frame = () => { const card = find(); window.seen = card && card.dataset.item; requestAnimationFrame(frame); };
requestAnimationFrame(frame);
window.addEventListener("keydown", (event) => { if (event.key === "f") window.aimed.push(window.seen); }, true);
"""


@pytest.mark.parametrize("gap_ms", [60, pytest.param(120, marks=pytest.mark.soak)])
def test_forty_presses_hit_forty_comments_that_were_seen(server, screen, gap_ms):
    """Each decided comment is the one that was painted when its key went down, and every such press counts."""
    queue = screen(server, watch=WATCH)

    pressed = 0
    # On a machine so busy that a frame takes longer than the gap, two presses are aimed at one comment: then some more.
    while pressed < PRESSES or (len(_seen(queue)) < PRESSES // 2 and pressed < 10 * PRESSES):
        queue.page.keyboard.press("f")
        queue.page.wait_for_timeout(gap_ms)
        pressed += 1
    queue.press("f")  # once its comment is painted for certain: no press follows that could make up for it

    seen = _seen(queue)
    assert queue.page.evaluate("window.aimed.length") == pressed + 1
    assert [str(ruling.event.item) for ruling in server.await_rulings(len(seen))] == seen
    assert len(seen) >= PRESSES // 2


def _seen(queue) -> list[str]:
    """Return the comments that a key was aimed at, in order."""
    return list(dict.fromkeys(item for item in queue.page.evaluate("window.aimed") if item is not None))


def test_a_key_counts_only_once_the_comment_is_painted(server, screen):
    """Of two presses within one frame the second has no comment that anybody saw, so it does not count."""
    queue = screen(server)

    queue.page.evaluate(
        """() => { for (const _ of [1, 2]) {
            window.dispatchEvent(new KeyboardEvent("keydown", { key: "f", bubbles: true, composed: true }));
        } }"""
    )

    # Read at once: a server that takes its time would have the next word.
    said = queue.page.locator("#notice").inner_text()
    queue.await_saved()
    assert [ruling.event.kind for ruling in server.await_rulings(1)] == ["approve"]
    assert "did not count" in said
