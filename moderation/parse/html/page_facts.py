"""What a page says about itself: title, address, language, and how many comments it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from moderation.parse.html.text import line
from moderation.parse.html.tree import Node, Tree, elements
from moderation.parse.plain.headings import heading_of

_COUNT_WORDS: Final = re.compile(
    r"comment[-_ ]?s?[-_ ]?(?:count|number|total|title|heading)|count[-_ ]?comments?|kommentar", re.I
)
_COUNTED_NOUN: Final = re.compile(
    r"(\d[\d., \u00a0]{0,9})\s*(?:thoughts?|responses?|replies|comments?|kommentare?|antworten|gedanken|reaktionen"
    r"|commentaires?|réponses?|réflexions?|réactions?|avis|comentarios?|respuestas?|commenti|reacties?|risposte?)\b",
    re.IGNORECASE,
)
_COUNTED: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "span", "a", "div", "p", "strong", "legend", "button"})


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
        language=language,
        declared=_declared(tree, metas),
    )


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
    if match := re.search(r'"commentCount"\s*:\s*"?(\d{1,7})', tree.text):
        return int(match[1])
    heads: list[tuple[int, int]] = []
    for node in elements(tree.root):
        if node.tag not in _COUNTED or len(node) > 4:
            continue
        if (count := _count(node)) is not None:
            heads.append((0 if node.tag[0] == "h" else 1, count))
    return min(heads, key=lambda head: head[0])[1] if heads else None


def _count(node: Node) -> int | None:
    heading = node.tag[0] == "h" and node.tag[1:].isdigit()
    if not heading and not _counts_comments(*map(node.get, ("class", "id", "itemprop"))):
        return None
    text = line(node)
    if not text or len(text) > 160:
        return None
    if (found := heading_of(text)) is not None and found.declared is not None:
        return found.declared
    match = _COUNTED_NOUN.match(text)
    return int(re.sub(r"\D", "", match[1])) if match else None


@lru_cache(maxsize=16_384)
def _counts_comments(*names: str | None) -> bool:
    return bool(_COUNT_WORDS.search(" ".join(filter(None, names))))
