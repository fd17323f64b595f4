"""A diff as Markdown: short, whole, and dead where others' words stand in it."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.lab.change.budget import overruns, read_budgets
from moderation.lab.change.diff import CauseDiff, Diff, Example
from moderation.lab.change.markdown import MARK, MOST, as_markdown, harmless
from moderation.lab.change.tally import Change, Effect, Sighting
from moderation.records import Span

# Of every text from outside, so that it is found wherever it stands.
WORD = "zqzq"
LIVE = (
    "@zqzq", "@zqzq/team", "#12 zqzq", "zqzq!34 ~zqzq $5 %zqzq &6", "GH-7 zqzq", "zqzq@evil.example", ":zqzq:",
    "https://evil.example/zqzq", "www.zqzq.example", "![zqzq](http://evil.example/p.png)",
    "[zqzq](javascript:alert(1))",
    "<script>zqzq</script>", "<img src=x onerror=zqzq>", "</code></li></ul></details>\n\n# zqzq", "`` zqzq ``",
    "**zqzq**",
    "\n/close zqzq", "\n\n- zqzq\n1. zqzq\n> zqzq", "| zqzq |", "~~~\nzqzq", "<!-- zqzq", "--> zqzq", "&lt;b&gt;zqzq",
    "[zqzq]: http://evil.example", "\\<b>zqzq", "$$zqzq$$", "0123456789abcdef0123456789abcdef01234567 zqzq",
)  # fmt: skip
OURS = {"h3", "p", "strong", "code", "b", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "ul", "li",
        "br", "sub"}  # fmt: skip
HIDDEN = "\u202e\u2066\u200b\x1b\ufeff\U000e0041"


def _example(text: str, change: Change = "caught", id_: str = "1") -> Example:
    seen = Sighting("tox.one", change, id_, "t", text, (Span(0, min(len(text), 30)),), "approve", "review", 0.5)
    return Example(seen, 0.5)


CHANGES: tuple[Change, ...] = ("caught", "freed", "moved")


def _diff(
    text: str = "a kettle",
    *,
    examples: int = 3,
    causes: int = 1,
    budget: str = "",
    changes: tuple[Change, ...] = CHANGES,
) -> Diff:
    """Return a diff in which a text stands in every place that somebody else fills."""
    budgets = read_budgets(budget)
    counts = {"newly_caught": 3, "newly_freed": 1, "route_changes": 2}
    routes = {"approve_to_review": 2}
    effect = Effect(1, 3, 3, 1, Counter(routes))
    return Diff(
        old=text, new=text, comments=1_000, caught=3, freed=1, routes=routes,
        causes=tuple(CauseDiff(f"tox.one-{at}", text, "changed", effect) for at in range(causes)),
        examples=tuple(_example(text, changes[at % len(changes)], text) for at in range(examples)),
        budgets=budgets, overruns=overruns(budgets, 1_000, counts, routes), matched=1, failed=0,
    )  # fmt: skip


class _Page(HTMLParser):
    """The tags of a page, and whether somebody else's words stand outside `code`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.loose: list[str] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.shown.append(data)
        if WORD in data and "code" not in self.open:
            self.loose.append(data)

    def handle_comment(self, data: str) -> None:
        assert data.strip() == MARK.strip("<!-> ")


def _rendered(text: str) -> _Page:
    """Return the page that Markdown with HTML and tables makes of a text."""
    import markdown_it

    page = _Page()
    page.feed(markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
    page.close()
    assert page.open == []
    return page


@pytest.mark.parametrize("text", LIVE)
def test_nothing_of_a_comment_comes_alive(text: str) -> None:
    """In names, titles, ids and comments alike: no tag, link or picture, and all of it in `code`, where forges look for
    no mentions, references and commands; and it can be read as it was written.
    """
    shown = as_markdown(_diff(text), show_text=True)
    page = _rendered(shown)

    assert page.tags <= OURS
    assert page.attributes <= {"dir", "open", "style"}
    assert page.loose == []
    assert " ".join(text.split()) in " ".join("".join(page.shown).split())
    assert not any(line.startswith("/") for line in shown.splitlines())


@given(
    st.lists(st.sampled_from([*LIVE, *HIDDEN, "word", "\u0301" * 9, "\ud800", "\r", "\u2028"]), max_size=9).map("".join)
)
def test_no_sign_is_left(text: str) -> None:
    """Joined in any way: letters, digits, blanks and entities, on one line."""
    found = harmless(text)

    assert all(char.isalnum() or char in " &#;" or not char.isascii() for char in found)
    assert found.count("&") == found.count("&#") == found.count(";")
    assert len(found.splitlines()) <= 1
    assert found.isprintable()
    assert "\u0301" * 3 not in found
    assert as_markdown(_diff(text), show_text=True).count("\n") == as_markdown(_diff("x"), show_text=True).count("\n")


def test_what_hides_is_shown() -> None:
    """Signs that reorder or hide a text stand there as their codes."""
    page = "".join(_rendered(as_markdown(_diff(f"zq{HIDDEN}"), show_text=True)).shown)

    assert all(f"<{ord(char):04X}>" in page for char in HIDDEN)


@pytest.mark.parametrize("show_text", [False, True])
def test_the_rest_of_a_comment_is_masked(show_text: bool) -> None:
    """Only what was found can be read, unless all was asked for."""
    page = as_markdown(_diff(f"{'a kettle'.ljust(30)} and my name is {WORD}", examples=1), show_text=show_text)
    comments = page.partition("to look at")[2].rpartition("<b>")[2]

    assert (WORD in comments) is show_text
    assert ("masked" in page) is not show_text


@pytest.mark.parametrize("text", ["<" * 400, "\u202e" * 400, "\U0001f600" * 400, "a" * 2_000])
@pytest.mark.parametrize(("examples", "causes"), [(1_000, 1), (3, 900), (1_000, 900)])
def test_it_is_never_longer_than_a_forge_takes(text: str, examples: int, causes: int) -> None:
    """Whatever it is told; what did not fit is counted, the summary is whole, and all that was opened is closed."""
    found = as_markdown(_diff(text, examples=examples, causes=causes, budget="newly_held=1"), show_text=True)

    assert MOST / 3 < len(found.encode("utf-16-le")) / 2 <= MOST
    assert "newly_held: 2 comments, the budget newly_held=1 allows 1" in found
    shown = found.count("surprise")
    left = f"There was no room for {examples - shown:,} more"
    assert (left in found) is (shown < examples)
    assert found.count("<li>") == found.count("</li>")
    assert found.count("<details") == found.count("</details>")
    _rendered(found)


def test_few_of_one_kind_are_not_crowded_out() -> None:
    """Hundreds that are newly caught leave room for the one that is newly freed, wherever it stands."""
    found = as_markdown(_diff("<" * 400, examples=500, changes=(*["caught"] * 499, "freed")), show_text=True)

    assert "<summary>Newly freed: 1 to look at" in found
    assert MOST * 0.9 < len(found) <= MOST


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        ("", "**No budget** was set, so nothing can fail (exit status 0)."),
        ("newly_held=1%", "**Within the budget** newly_held=1% (exit status 0)."),
        ("newly_held=1", "**Over budget** (exit status 1): newly_held: 2 comments, the budget newly_held=1 allows 1."),
    ],
)
def test_the_summary_comes_first(budget: str, told: str) -> None:
    """The mark by which it is found again, what was compared, why it fails or not, the counts, the rules."""
    lines = as_markdown(_diff("main", budget=budget), show_text=False).splitlines()

    assert lines[:4] == [MARK, "### Rules diff: <code>main</code> → <code>main</code>", "", told]
    assert "| newly caught | 3 | 0.30% |" in lines
    assert "Out of 1,000 comments. 1 rule touched: 1 changed." in lines


def test_a_change_of_nothing_says_so() -> None:
    """One sentence, no empty lists."""
    same = Diff("a", "b", 5, 0, 0, {}, (), (), (), (), 0, 0)
    found = as_markdown(same, show_text=False)

    assert "Nothing changes for 5 comments" in found
    assert "<details" not in found
