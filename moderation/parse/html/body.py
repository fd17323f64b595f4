"""The article of a page whose comments are taken out: its text, and what each block of it is.

The body is resiliparse's choice: on the benchmark's pages without their comments it keeps 91.7 % of the marked snippets
and trafilatura 89.5 %, at twenty times the speed; with the names taken off that mislead it, 98 %. What the page's
markup says of a block (a caption, a byline) travels through it as one character before the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from lxml import etree
from resiliparse.extract.html2text import extract_plain_text

from moderation.parse.html.document.attributes import Attributes
from moderation.parse.html.document.text import length, line
from moderation.parse.html.document.tree import Node, Tree, elements, remove, writable
from moderation.parse.html.document.vocabulary import names_comments
from moderation.parse.html.found import Found, Thread
from moderation.parse.html.furniture import take_out_furniture
from moderation.parse.html.page_facts import Facts
from moderation.parse.plain.blocks import kinds_of
from moderation.parse.plain.line.lines import lines_of
from moderation.records import Article, Block
from moderation.taxonomy import BlockKind

_MARKS: Final[dict[str, BlockKind]] = {"\ue0f2": "caption", "\ue0f3": "credit"}
_MARK_OF: Final = {kind: mark for mark, kind in _MARKS.items()}
_STRAY: Final = re.compile("[\ue0f0-\ue0f3]")
_CAPTION: Final = re.compile(
    r"(?:^|[\s_-])(?:fig)?caption(?:$|[\s_-]|text)|bildunterschrift|bildtext|bildzeile|l[ée]gende|pie-?de-?foto|didascalia",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"(?:^|[\s_-])(?:byline|author|autor|auteur|credits?|copyright|fotograf|photographer|bildnachweis|bildquelle)(?:$|[\s_-])",
    re.IGNORECASE,
)
_EDGE: Final = re.compile(
    r"head(?:er)?|nav|menu|foot|sidebar|aside|comment|widget|hidden|modal|popup|banner|share|social|related",
    re.IGNORECASE,
)
_NAMES: Final = ("class", "itemprop", "rel")
_LONGEST: Final[dict[BlockKind, int]] = {"caption": 600, "credit": 120}
# A form, a heading and a policy stand beside the comments of a section; an article is longer.
_BESIDE: Final = 2500
_ABOVE: Final = 250
_MOST_OF_PAGE: Final = 0.4
_LEAST_OF_MAIN: Final = 0.5
_WORD: Final = re.compile(r"\w+")
# Two words of four letters and more that title and heading share make them one headline in two wordings.
_SHORT: Final = 3
_SHARED: Final = 2
_BESIDE_UNNAMED: Final = 200


def article_of(
    tree: Tree, thread: Thread | None, facts: Facts, *, source: str, thread_id: str, embedded: str | None
) -> Article:
    """Return the article; `tree` is used up."""
    title = _title(tree.root, facts)
    if thread is not None:
        take_out(thread.nodes())
    blocks = _opening(thread.opening) if thread and thread.opening else _blocks(tree.root, tree.attributes, title)
    if title:
        blocks.insert(0, Block("headline", title))
    return Article(
        source=source,
        site=facts.site,
        thread_id=thread_id,
        title=title,
        text="\n\n".join(block.text for block in blocks if block.kind == "body"),
        url=facts.url,
        declared_comments=facts.declared,
        embedded=embedded,
        blocks=tuple(blocks),
    )


def take_out(nodes: Sequence[Node]) -> None:
    """Remove comments from their tree, with the section around them where it holds little else."""
    if not nodes:
        return
    section = _section(nodes)
    for node in [section] if section is not None else nodes:
        remove(node)


def _section(nodes: Sequence[Node]) -> Node | None:
    """Return the outermost element that holds the comments and little else, or None."""
    wanted = set(nodes)
    last = set(nodes[-1].iterancestors())
    spoken = sum(length(node) for node in nodes if not any(above in wanted for above in node.iterancestors()))
    best, before, inner = None, 0, nodes[0]
    for above in nodes[0].iterancestors():
        before += _before(inner, above)
        inner = above
        named = names_comments(above.get("class") or "") or names_comments(above.get("id") or "")
        beside = length(above) - spoken
        if (
            above.tag in ("html", "body", "main")
            or beside > (_BESIDE if named else _BESIDE_UNNAMED)
            or before > (_ABOVE if named else _BESIDE_UNNAMED)  # `class="post comments-open"` holds an article, too
            or next(above.iter("h1"), None) is not None
        ):
            break
        if above in last:
            best = above
    return best


def _before(inner: Node, around: Node) -> int:
    """Return how long what stands before `inner` in the element around it is, words of its own included."""
    held = list(inner.itersiblings(etree.Element, preceding=True))
    own = (around.text, *(node.tail for node in held))
    return sum(map(length, held)) + sum(len(text.strip()) for text in own if text)


def _title(root: Node, facts: Facts) -> str | None:
    """Return the headline: the first heading that the page's title repeats or says otherwise, else the title."""
    title = facts.title or ""
    heads = [text for node in root.iter("h1") if 0 < len(text := line(node)) <= 300]
    for text in heads:
        if text.casefold() in title.casefold() or title.casefold() in text.casefold():
            return text
    # Search engines are often given another title than readers.
    said = _words(title)
    for text in heads:
        if len(said & _words(text)) >= _SHARED:
            return text
    return title or (heads[0] if len(heads) == 1 else None)


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) > _SHORT}


def _opening(found: Found) -> list[Block]:
    return [Block("body", part) for part in found.said.text.split("\n\n") if part.strip()]


def _blocks(root: Node, attributes: Attributes, title: str | None) -> list[Block]:
    take_out_furniture(root, attributes, kept=_unwrap(root))
    _mark(root, attributes)
    text = _extracted(root)
    main = _main(root)
    if main and len(text) < _LEAST_OF_MAIN * length(main[0]):
        for node in main:  # a name of the article itself has misled it: `class="newsletter-post"`
            _unname(node)
        text = _extracted(root)
    return list(_typed(text, title))


def _extracted(root: Node) -> str:
    markup = etree.tostring(root, encoding="unicode", method="html")
    return extract_plain_text(
        markup, preserve_formatting=True, main_content=True, list_bullets=False, alt_texts=False, comments=False
    )


def _unwrap(root: Node) -> list[Node]:
    """Take tag and names off what is called a header, menu or column and holds most of the page; return its `_main`.

    libxml2 closes some headers too late, and themes call their outermost elements so.
    """
    large = _MOST_OF_PAGE * length(root)
    level = [root]
    while level:
        level = [child for node in level for child in node.iterchildren(etree.Element) if length(child) > large]
        for node in level:
            named = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('role') or ''}"
            if node.tag in ("nav", "header", "footer", "aside", "form") or _EDGE.search(named):
                _unname(node)
    main = _main(root)
    misled = [node for node in main if _EDGE.search(node.get("class") or "")]
    is_recounted = any(node.tag == "p" for node in misled)
    for node in misled:
        _unname(node)
    return _main(root) if is_recounted else main


def _unname(node: Node) -> None:
    node.tag = "div" if node.tag != "body" else "body"
    node.attrib.clear()


def _main(root: Node) -> list[Node]:
    """Return the element with the most text in paragraphs of its own and what stands around it, or nothing."""
    lengths: dict[Node, int] = defaultdict(int)
    for paragraph in root.iter("p"):
        lengths[paragraph.getparent()] += length(paragraph)
    best = max(lengths, key=lengths.__getitem__, default=None)
    if best is None or lengths[best] < _MOST_OF_PAGE * sum(lengths.values()):
        return []
    return [best, *(node for node in best.iterancestors() if node.tag not in ("html", "body"))]


def _mark(root: Node, attributes: Attributes) -> None:
    """Put a mark before the text of each caption and byline, after taking such marks out of the page's own text."""
    named = {value: kind for value in attributes.of(*_NAMES) if (kind := _named_kind(value)) is not None}
    for node in elements(root):
        kind = "caption" if node.tag == "figcaption" else _kind(node, named) if named else None
        if kind is not None and 0 < length(node) <= _LONGEST[kind]:
            node.text = writable(_MARK_OF[kind] + (node.text or ""))


def _kind(node: Node, named: Mapping[str, BlockKind]) -> BlockKind | None:
    """Return what the names of an element make of it; `named` are those that make anything of one."""
    kinds = (named.get(node.get("class")), named.get(node.get("itemprop")), named.get(node.get("rel")))
    return "caption" if "caption" in kinds else "credit" if "credit" in kinds else None


@lru_cache(maxsize=16_384)
def _named_kind(name: str) -> BlockKind | None:
    return "caption" if _CAPTION.search(name) else "credit" if _CREDIT.search(name) else None


def _typed(text: str, title: str | None) -> Iterator[Block]:
    lines = lines_of(text)
    bare = [" ".join(_STRAY.sub("", one.text).split()) for one in lines]
    kinds = kinds_of(lines_of("\n".join(part or "-" for part in bare)))
    for one, part, kind in zip(lines, bare, kinds, strict=True):
        if not part or part.casefold() == (title or "").casefold():
            continue
        marked = next((_MARKS[sign] for sign in one.text if sign in _MARKS), None)
        # A line of the page's own that begins in the middle of a sentence keeps its kind.
        sure = marked if marked is not None and one.text[0] in _MARKS else kind
        yield Block("body" if sure == "headline" else sure, part)
