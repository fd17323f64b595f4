"""Keys and buttons of the queue, from the press to the event in the database."""

from __future__ import annotations

import pytest

from moderation.app.keys import PRESETS
from moderation.store import open_store
from moderation.taxonomy import REASON_CODES


def _events(server, count):
    return [(ruling.event.kind, ruling.event.reason) for ruling in server.await_rulings(count)]


def test_every_verb_lands_as_an_event(server, screen):
    """Approve, reject with a reason, skip and escalate each write one event, in the order of the keys."""
    queue = screen(server)

    queue.press("f", "d", "3", "s", "e")

    assert _events(server, 4) == [("approve", None), ("reject", "harassment"), ("skip", None), ("escalate", None)]


@pytest.mark.soak
def test_every_reason_has_its_key(server, screen):
    """One key after D picks the reason, for each that needs no note."""
    queue = screen(server)
    reasons = [reason for reason in REASON_CODES if reason.code != "other"]

    for decided, reason in enumerate(reasons, 1):
        queue.press("d", reason.key)
        _events(server, decided)  # so that fresh comments are there before the leased ones run out

    assert _events(server, len(reasons)) == [("reject", reason.code) for reason in reasons]


def test_undo_brings_the_comment_back_and_it_can_be_decided_again(server, screen):
    """Z takes back the last decision, shows its comment, and the next key decides it anew."""
    queue = screen(server)
    first = queue.shown()

    queue.press("f", "z", gap_ms=200)
    again = queue.shown()
    queue.press("d", "5", gap_ms=200)

    assert again == first
    rulings = server.await_rulings(3)
    assert [(ruling.event.kind, str(ruling.event.item)) for ruling in rulings] == [
        ("approve", first),
        ("undo", first),
        ("reject", first),
    ]
    assert rulings[1].event.reverts == rulings[0].event.number


def test_a_pause_that_is_suggested_can_be_read(server, screen):
    """The next decisions have messages of their own, a moment later; Escape puts it away."""
    queue = screen(server)
    queue.page.evaluate(
        """() => { for (const node of document.querySelectorAll("div")) {
            const desk = node.shadowRoot && node.shadowRoot.moderationDesk;
            if (desk) desk.workingSince -= 51 * 60000;
        } }"""
    )
    queue.press("f", "f", "s")
    suggested = queue.page.locator("#notice").inner_text()
    queue.press("Escape", "f")

    assert suggested.startswith("You have been at it for 51 minutes.")
    assert queue.page.locator("#notice").inner_text().startswith("Approved")
    server.await_rulings(4)


def test_hard_comments_suggest_one_pause_in_ten_minutes(server, screen):
    """With the riskiest first all are hard ones, and what is said after every ten is not read."""
    queue = screen(server)
    on_the_desk = """act => { for (const node of document.querySelectorAll("div")) {
        const desk = node.shadowRoot && node.shadowRoot.moderationDesk;
        if (!desk) continue;
        for (const item of desk.items) for (const run of item.runs) run.label = "threat";
        desk.harsh = 9;
        desk.notice = null;
        if (act === "later") desk.harshAt -= 11 * 60000;
    } }"""
    said = []
    for moment in ("first", "soon", "later"):
        queue.page.evaluate(on_the_desk, moment)
        queue.press("f")
        said.append(queue.page.locator("#notice").inner_text().partition(" ")[0])

    assert said == ["10", "Approved:", "10"]
    server.await_rulings(3)


def test_undo_right_after_a_decision_does_not_wait_for_the_server(server, screen):
    """F, Z and F within a few frames write approve, undo, approve on one item."""
    queue = screen(server)
    first = queue.shown()

    queue.press("f", "z", "f", gap_ms=60)

    kinds = [(ruling.event.kind, str(ruling.event.item)) for ruling in server.await_rulings(3)]
    assert kinds == [("approve", first), ("undo", first), ("approve", first)]


def test_moving_decides_nothing(server, screen):
    """J and K walk through the leased batch and write nothing."""
    queue = screen(server)
    first = queue.shown()

    queue.press("j", "j", "k")
    second = queue.shown()
    queue.press("k", "k")

    assert second != first
    assert queue.shown() == first
    assert server.rulings() == []


def test_escape_leaves_the_reasons(server, screen):
    """D, then Esc: nothing is written, and F approves again."""
    queue = screen(server)

    queue.press("d", "Escape")
    assert queue.page.locator(".reasons").count() == 0
    queue.press("f")

    assert _events(server, 1) == [("approve", None)]


def test_typing_a_note_presses_no_keys(server, screen):
    """Letters typed into the note stay letters; the note goes with the rejection."""
    queue = screen(server)

    queue.press("n")
    queue.page.keyboard.type("fsde z? clause: 4.2")
    queue.press("Escape", "d", "o")

    (ruling,) = server.await_rulings(1)
    assert (ruling.event.kind, ruling.event.reason, ruling.note) == ("reject", "other", "fsde z? clause: 4.2")


def test_other_asks_for_a_note_first(server, screen):
    """The reason `other` without a note writes nothing and opens the note."""
    queue = screen(server)

    queue.press("d", "o")

    assert queue.page.locator("#note").is_visible()
    assert server.rulings() == []


def test_keys_that_mean_nothing_do_nothing(server, screen):
    """Modified keys, and Streamlit's own R and C, neither decide nor rerun nor open a dialog."""
    queue = screen(server)
    before = queue.shown()

    queue.press("Control+f", "Alt+f", "Meta+f", "Control+d", "r", "c", "x")
    queue.page.wait_for_timeout(300)

    assert queue.shown() == before
    assert queue.page.locator("[role=dialog]").count() == 0
    assert server.rulings() == []


def test_a_held_key_decides_once(server, screen):
    """Auto-repeat of a key that is held down is not a second press."""
    queue = screen(server)

    for _ in range(5):
        queue.page.keyboard.down("f")
        queue.page.wait_for_timeout(60)
    queue.page.keyboard.up("f")

    assert _events(server, 1) == [("approve", None)]


def test_help_names_every_key_and_rests_the_others(server, screen):
    """? opens the list of keys; while it is open F does nothing; Esc closes it."""
    queue = screen(server)

    queue.press("?", "f")
    listed = queue.page.locator("#help kbd").all_inner_texts()
    queue.press("Escape")

    assert {"F", "D", "S", "E", "Z", "J", "K", "N", "?"} <= set(listed)
    assert queue.page.locator("#help").count() == 0
    assert server.rulings() == []


def test_buttons_do_what_keys_do(server, screen):
    """The queue can be worked with the mouse, and with Tab and Enter alone."""
    queue = screen(server)

    queue.page.get_by_role("button", name="Approve", exact=True).click()
    queue.await_ready()
    queue.page.get_by_role("button", name="Skip").focus()
    queue.press("Enter")

    assert _events(server, 2) == [("approve", None), ("skip", None)]


@pytest.mark.soak
def test_the_buttons_never_move(server, screen, scored):
    """Short or long, with reasons, a note or a message above them: the buttons stay under the pointer."""
    queue = screen(server)
    queue.press("j")
    long = int(queue.shown())
    with open_store(server.url) as store:
        store.add([scored(int(store.item(long).comment.id[1:]), "A long comment. " * 600, author="Long")])
    queue.open()
    places = [_place(queue)]

    for keys in (["d"], ["Escape", "n"], ["Escape", "j"], ["PageDown", "PageDown"], ["z"], ["s"]):
        queue.press(*keys)
        places.append(_place(queue))

    assert len(set(places)) == 1
    assert [ruling.event.item for ruling in server.await_rulings(1)] == [long]


def _place(queue) -> tuple[float, float]:
    box = queue.page.locator("#do-reject").bounding_box()
    assert box is not None
    return box["x"], box["y"]


def test_a_long_comment_is_read_without_the_mouse(server, screen, scored):
    """Page Down scrolls a long comment at once, and the next comment begins at its beginning."""
    queue = screen(server)
    item = int(queue.shown())
    with open_store(server.url) as store:
        store.add([scored(int(store.item(item).comment.id[1:]), "A long comment. " * 600, author="Long")])
    queue.open()

    # Once the scrolling has come to rest: it goes on by itself for a while.
    queue.press("PageDown")
    queue.page.wait_for_function(RESTS_BELOW, arg=100)
    read = queue.shown()
    queue.press("s")
    queue.page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop < 100")

    assert queue.shown() != read
    queue.await_saved()  # or it is the next test's first ruling


RESTS_BELOW = """async (least) => {
    const page = document.querySelector('[data-testid=stMain]'), before = page.scrollTop;
    await new Promise(done => setTimeout(done, 200));
    return page.scrollTop > least && page.scrollTop === before;
}"""


def test_an_edited_comment_is_not_decided_on_its_old_text(server, screen, scored):
    """When the author edits what is on the screen, the press on the old text is refused, kindly."""
    queue = screen(server)
    item = int(queue.shown())
    with open_store(server.url) as store:
        comment = store.item(item).comment
        store.add([scored(int(comment.id[1:]), "An entirely new text.", author=comment.author)])

    queue.press("f")

    # What else may be said first, that the server takes its time, is no answer to the press.
    queue.page.locator("#notice.warn", has_text="Nothing was recorded").wait_for()
    assert server.rulings() == []


def test_filters_narrow_the_queue(server, screen):
    """A filter that fits nothing empties the desk, and the widest one fills it again."""
    queue = screen(server)
    label = queue.page.get_by_label("Label")
    whole = queue.page.locator(".place").inner_text()
    count = _count_of(server)

    label.select_option(label=f"Toxicity ({count})")
    queue.page.locator(".place", has_text="found").wait_for()

    assert whole == "1 of 8 you hold"
    assert queue.page.locator(".place").inner_text() == f"{whole} · {count} found"
    assert queue.page.locator(".card").count() == 1
    assert label.input_value() == '"toxicity"'


@pytest.mark.soak
def test_queues_search_and_order_stand_in_the_address(server, screen):
    """A digit goes to that queue, / searches, the address says what is seen, and opened again it shows the same."""
    queue = screen(server)
    queue.press("4")
    tab = queue.page.locator(".tab.here").inner_text()
    queue.press("2", "/")
    queue.page.keyboard.type('"number 333"')
    queue.press("Enter")
    queue.page.locator(".comment", has_text="number 333 ").wait_for()
    address = queue.page.url.removeprefix(server.address)
    found = queue.page.locator(".comment").inner_text()
    queue.page.close()  # two tabs of one person never show the same comment
    again = screen(server, address)

    assert "Approved" in tab
    assert "words=" in address
    assert "Comment number 333 " in found
    assert again.page.locator(".comment").inner_text() == found
    assert again.page.locator("#search").input_value() == '"number 333"'
    assert server.rulings() == []


# Decides, then asks for a reason while nothing of it has reached the server, which will draw the panel as another node.
DRAWN_ANEW = """async () => {
    for (const { shadowRoot } of document.querySelectorAll("div")) {
        const desk = shadowRoot && shadowRoot.moderationDesk;
        if (!desk) continue;
        const frame = () => new Promise(requestAnimationFrame);
        const send = desk.setStateValue;
        desk.setStateValue = () => {};
        desk.decide("approve");
        while (!desk.isSeen(desk.current())) await frame();
        desk.startReject();
        desk.setStateValue = send;
        delete shadowRoot.moderationDesk;
        desk.send();
        while (shadowRoot.moderationDesk === undefined) await frame();
        return shadowRoot.moderationDesk !== desk && shadowRoot.moderationDesk.mode;
    }
}"""


def test_a_panel_that_is_drawn_anew_goes_on(server, screen):
    """A reason's key is still one, on the same comment, and all can be undone."""
    queue = screen(server)

    mode = queue.page.evaluate(DRAWN_ANEW)
    queue.press("5", "z", "z")

    assert mode == "reason"
    first, second, third, fourth = server.await_rulings(4)
    assert [one.event.kind for one in (first, second, third, fourth)] == ["approve", "reject", "undo", "undo"]
    assert [third.event.reverts, fourth.event.reverts] == [second.event.number, first.event.number]


def test_undo_outlives_a_look_at_another_page(server, screen):
    """Who has been elsewhere in between still takes back the last decision with Z."""
    queue = screen(server)
    decided = queue.shown()
    queue.press("f")
    queue.await_saved()
    queue.page.get_by_role("link", name="Settings").click()
    queue.page.get_by_text("As in WordPress").wait_for()
    queue.page.get_by_role("link", name="Queue").click()
    queue.page.wait_for_selector(".card")
    queue.press("z")

    approved, undone = server.await_rulings(2)
    assert queue.shown() == decided
    assert undone.event.reverts == approved.event.number


@pytest.mark.soak
def test_a_decision_is_changed_where_it_is_listed(server, screen):
    """In Approved a comment is rejected after all: reopened and ruled anew; Z takes back both."""
    queue = screen(server)
    queue.press("f", gap_ms=300)
    (first,) = server.await_rulings(1)
    queue.open(f"/?item={first.event.item}")
    queue.page.locator(".ruling").wait_for()
    said = queue.page.locator(".ruling").inner_text()
    queue.press("f")
    queue.page.locator("#notice", has_text="approved already").wait_for()
    queue.press("d")
    queue.page.locator(".reasons").wait_for()
    queue.press("5")
    changed = [ruling.event.kind for ruling in server.await_rulings(3)]
    queue.press("z")

    undone = server.await_rulings(5)
    assert "Approved by marta" in said
    assert changed == ["approve", "reopen", "reject"]
    assert [ruling.event.reverts for ruling in undone[3:]] == [undone[2].event.number, undone[1].event.number]


@pytest.mark.soak
def test_views_are_kept_and_forgotten(server, screen):
    """What narrows the queue can be saved under a name, opened with one press, and forgotten."""
    queue = screen(server)
    queue.page.get_by_label("Order").select_option(label="Latest here first")
    newest = queue.page.locator(".comment").inner_text()
    queue.page.get_by_role("button", name="Save view").click()
    queue.page.keyboard.type("late ones")
    queue.press("Enter")
    queue.page.get_by_role("button", name="Forget the view late ones").wait_for()
    again = screen(server)
    first = again.page.locator(".comment").inner_text()
    again.page.get_by_role("button", name="Open the view late ones").click()
    again.page.locator(".comment").filter(has_not_text=first).wait_for()
    opened = again.page.locator(".comment").inner_text()
    again.page.get_by_role("button", name="Open the view late ones").click()  # open already: nothing is forgotten
    again.page.get_by_role("button", name="Forget the view late ones").click()
    again.page.locator(".chip.view").wait_for(state="detached")

    assert opened != first
    assert newest != ""
    assert server.rulings() == []


def test_what_is_covered_shows_while_a_key_is_held(server, screen, scored):
    """A telephone number is dots until V is held, and dots again when it is let go."""
    queue = screen(server)
    item = int(queue.shown())
    with open_store(server.url) as store:
        store.add([scored(int(store.item(item).comment.id[1:]), "Call me: 0171 555 0188 tonight.", author="Caller")])
    queue.open(f"/?item={item}")
    before = queue.page.locator(".comment").inner_text()
    with queue.uncovered():
        held = queue.page.locator(".comment").inner_text()

    assert "0171" not in before
    assert held == "Call me: 0171 555 0188 tonight."
    assert queue.page.locator(".comment").inner_text() == before


@pytest.mark.soak
def test_the_keys_of_wordpress(server, screen):
    """With the other preset A approves, S is spam in one press, and the buttons say so."""
    with open_store(server.url) as store:
        person = store.person("marta")
        store.prefer(person.id, "keys", dict(PRESETS["wordpress"]))
    try:
        queue = screen(server)
        shown = queue.page.locator("#do-approve kbd").inner_text()
        queue.press("f", "a", "s")
        assert _events(server, 2) == [("approve", None), ("reject", "spam")]
        assert shown == "A"
    finally:
        with open_store(server.url) as store:
            store.prefer(person.id, "keys", None)


def _count_of(server) -> int:
    with open_store(server.url) as store:
        return next(tally.count for tally in store.labels() if tally.name == "toxicity")


def test_a_tab_shows_its_own_count(server, screen):
    """The comments of the tab before it do not stay in the figure beside it; on a phone the tab is in sight."""
    queue = screen(server, viewport={"width": 390, "height": 800})

    queue.press("7")
    tab = queue.page.locator(".tab.here")
    queue.page.wait_for_selector(".nothing")

    assert tab.inner_text().split() == ["Watch", "0"]
    box = tab.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize("width", [390, 768])
def test_narrow_screens_do_not_scroll_sideways(server, screen, width):
    """Everything fits the width of a phone."""
    queue = screen(server, viewport={"width": width, "height": 800})

    assert queue.page.evaluate("document.documentElement.scrollWidth") <= width
    box = queue.page.locator("#do-approve").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize(("key", "opens"), [("d", ".reasons"), ("b", ".reasons"), ("n", "#note")])
def test_what_is_asked_does_not_cover_the_comment(server, screen, key, opens):
    """On a small telephone a reason is chosen with the comment in sight."""
    queue = screen(server, viewport={"width": 390, "height": 640})
    queue.press(key)
    above, below = queue.page.locator(".comment").bounding_box(), queue.page.locator(opens).bounding_box()

    assert above["y"] > 0
    assert above["y"] + above["height"] <= below["y"]
    queue.press("Escape")


def test_typing_a_note_leaves_the_comment_in_sight(server, screen):
    """On a small telephone each letter scrolled the comment on, since room was kept below the field."""
    queue = screen(server, viewport={"width": 390, "height": 640})
    queue.page.evaluate(f"{SCROLLED} = 10_000")
    queue.press("n")
    before = queue.page.evaluate(SCROLLED)
    queue.page.keyboard.type("It is a quotation.", delay=20)
    queue.page.wait_for_timeout(300)

    assert queue.page.evaluate(SCROLLED) == before
    assert queue.page.locator(".comment").bounding_box()["y"] > 0


SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


@pytest.mark.soak
def test_a_decision_is_taken_back_from_the_list(server, screen):
    """The list of decisions shows what was decided; its button takes it back, and the row says so."""
    queue = screen(server)
    queue.press("d", "6")
    queue.await_saved()

    queue.page.get_by_role("link", name="Decisions").click()
    row = queue.page.locator(".row").first
    row.wait_for()
    said = row.inner_text()
    row.get_by_role("button", name="Undo event").click()

    rulings = server.await_rulings(2)
    queue.page.wait_for_selector(".row.reverted")
    assert "Advertising" in said
    assert "marta" in said
    assert (rulings[1].event.kind, rulings[1].event.reverts) == ("undo", rulings[0].event.number)


DESK_OF = """(name) => {
    for (const node of document.querySelectorAll("div")) {
        const desk = node.shadowRoot && node.shadowRoot.moderationDesk;
        if (desk) return desk.data.desk !== window.deskBefore && desk.data.moderator === name;
    }
}"""
BEFORE = """() => { for (const node of document.querySelectorAll("div")) {
    const desk = node.shadowRoot && node.shadowRoot.moderationDesk;
    if (desk) window.deskBefore = desk.data.desk;
} }"""


@pytest.mark.soak
def test_who_decides_can_be_changed(server, screen):
    """The name on the desk is what the record says; typing it presses no keys."""
    queue = screen(server)

    queue.page.evaluate(BEFORE)
    queue.page.get_by_role("button", name="Moderator: marta").click()
    queue.page.keyboard.type("fred")
    queue.press("Enter")
    queue.page.get_by_role("button", name="Moderator: fred").wait_for()
    # The panel calls itself so at once; what it shows is fred's when the server has answered.
    queue.page.wait_for_function(DESK_OF, arg="fred")
    queue.press("f")

    queue.await_saved()

    # A page that is loaded anew must not go on in the name that the queue was started with.
    queue.open()
    assert queue.page.get_by_role("button", name="Moderator: fred").is_visible()
    queue.press("f")

    assert [ruling.actor_name for ruling in server.await_rulings(2)] == ["fred", "fred"]
