"""What a page says about itself: title, address, language, and how many comments it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from moderation.parse.html.comment.dates import DAY_FIRST
from moderation.parse.html.document.text import line
from moderation.parse.html.document.tree import Node, Tree
from moderation.parse.plain.line.headings import heading_of

_COUNT_WORDS: Final = re.compile(
    r"comment[-_ ]?s?[-_ ]?(?:count|number|total|title|heading)|count[-_ ]?comments?|kommentar", re.I
)
_COUNTED_NOUN: Final = re.compile(
    r"(\d[\d., \u00a0]{0,9})\s*(?:thoughts?|responses?|replies|comments?|kommentare?|antworten|gedanken|reaktionen"
    r"|commentaires?|réponses?|réflexions?|réactions?|avis|comentarios?|respuestas?|commenti|reacties?|risposte?)\b",
    re.IGNORECASE,
)
_IN_SCRIPTS: Final = re.compile(r'"commentCount"\s*:\s*"?(\d{1,7})')
# By their years, which open with what is seldom in a page; day and month are looked for before them.
_YEAR: Final = re.compile(r"/20\d\d(?![\d/])")
_DAY_AND_MONTH: Final = re.compile(r"(?:^|[^\d/.-])(\d{1,2})/(\d{1,2})$")
_MONTHS: Final = 12
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_COUNTED: Final = (*_HEADINGS, "span", "a", "div", "p", "strong", "legend", "button")
_NAMES: Final = ("class", "id", "itemprop")
_MOST_INSIDE: Final = 4  # elements in one that shows a number


@dataclass(frozen=True, slots=True)
class Facts:
    """The page's own words about itself; each None where it has none."""

    title: str | None = None
    url: str | None = None
    site: str | None = None
    language: str = ""
    declared: int | None = None


def facts_of(tree: Tree) -> Facts:
    """Return what the page says about itself."""
    metas: dict[str, str] = {}
    for meta in tree.root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and meta.get("content"):
            metas.setdefault(name, " ".join(meta.get("content").split()))
    canonical = next(
        (link.get("href") for link in tree.root.iter("link") if (link.get("rel") or "").lower() == "canonical"), None
    )
    url = _web(canonical) or _web(metas.get("og:url"))
    title = metas.get("og:title") or next((line(node) for node in tree.root.iter("title")), None)
    language = (tree.root.get("lang") or metas.get("og:locale") or metas.get("language") or "").lower()[:2]
    return Facts(
        title=title or None,
        url=url,
        site=_host(url),
        language=DAY_FIRST if language in ("", "en") and _puts_day_first(tree.text) else language,
        declared=_declared(tree, metas),
    )


def _puts_day_first(text: str) -> bool:
    """Tell whether a page has dates of digits that only a day opens, and none that only a month does."""
    before = (_DAY_AND_MONTH.search(text[max(0, year.start() - 6) : year.start()]) for year in _YEAR.finditer(text))
    dates = [(int(found[1]), int(found[2])) for found in before if found]
    return any(one > _MONTHS for one, _ in dates) and not any(other > _MONTHS for _, other in dates)


def _web(url: str | None) -> str | None:
    url = (url or "").strip()
    return url[:2000] if url.lower().startswith(("http://", "https://")) else None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return str(host).removeprefix("www.") if host else None


def _declared(tree: Tree, metas: dict[str, str]) -> int | None:
    """Return the number of comments that the page claims: schema.org's, or that of the heading over them."""
    for name in ("commentcount", "comment_count"):
        if metas.get(name, "").isdigit():
            return int(metas[name])
    if '"commentCount"' in tree.text and (match := _IN_SCRIPTS.search(tree.text)):
        return int(match[1])
    # All that the expression for such names matches holds these letters.
    about = {value for value in tree.attributes.of(*_NAMES) if "omment" in value.lower()}
    beside: int | None = None
    for node in tree.root.iter(*(_COUNTED if about else _HEADINGS)):
        if len(node) > _MOST_INSIDE:
            continue
        if node.tag in _HEADINGS:
            if (count := _count(node)) is not None:
                return count
        elif beside is None and (
            node.get("class") in about or node.get("id") in about or node.get("itemprop") in about
        ):
            beside = _count(node) if _counts_comments(node) else None
    return beside


def _counts_comments(node: Node) -> bool:
    """Tell whether the names of an element say that it shows how many comments there are."""
    return _COUNT_WORDS.search(" ".join(filter(None, map(node.get, _NAMES)))) is not None


def _count(node: Node) -> int | None:
    text = line(node)
    if not text or len(text) > 160:
        return None
    if (found := heading_of(text)) is not None and found.declared is not None:
        return found.declared
    match = _COUNTED_NOUN.match(text)
    return int(re.sub(r"\D", "", match[1])) if match else None
