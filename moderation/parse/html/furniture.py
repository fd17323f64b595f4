"""What stands round an article and is none of it, taken out by its names: columns of teasers, notices, forms."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from lxml import etree

from moderation.parse.html.document.attributes import Attributes
from moderation.parse.html.document.text import length, line
from moderation.parse.html.document.tree import Node, remove
from moderation.parse.html.document.vocabulary import names_widget
from moderation.parse.plain.line.elsewhere import LONGEST_OTHER, leads_elsewhere

_MOST_OF_PAGE: Final = 0.4
# What a page says about itself: who published it when and in which category, who that is, where to share it and to
# subscribe, and that it keeps cookies.
_SLIP: Final = re.compile(
    r"(?:^|[\s_-])(?:post-?meta(?:data)?|entry-(?:meta|utility)|cookie-?(?:banner|bar|law|consent|notice|hinweis|info)"
    r"|newsletter(?:-?(?:box|form|signup|sign-up|teaser|block|cta|anmeldung|subscribe|optin))?|share-?(?:bar|box|buttons|links)"
    r"|sharedaddy|social-?(?:share|sharing|bar|buttons|links|icons)|addtoany\w*|shariff"
    r"|(?:author|autor(?:en)?)-?(?:mini-?)?(?:box|bio|info)|about-?(?:the-?)?author|bio|disclaimer|polls?"
    r"|subscribe-?(?:box|card|form|block|cta)|consent-?(?:banner|manager)"
    r"|tarteaucitron\w*|gdpr\w*|cmplz\w*|borlabs\w*|onetrust\w*|didomi\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_SLIP: Final = 600
_HEADINGS: Final = etree.XPath("//h2 | //h3 | //h4 | //h5 | //h6")
_BOXES: Final = frozenset({"section", "aside", "div", "nav", "footer"})
_INLINE: Final = frozenset({"a", "abbr", "b", "em", "i", "small", "span", "strong", "time"})

_LONGEST_FORM: Final = 1500  # one round a whole page is longer
_ANSWERS: Final = etree.XPath("//textarea/ancestor::form[1]")


def take_out_furniture(root: Node, attributes: Attributes, kept: Collection[Node]) -> None:
    """Remove columns of teasers and the like, unless one holds the text of the page, and what it says about itself."""
    large = _MOST_OF_PAGE * length(root)
    widgets = set(filter(names_widget, attributes.of("class", "id")))
    slips = set(filter(_names_slip, attributes.of("class", "id")))
    marked = widgets | slips
    found = [form for form in _ANSWERS(root) if length(form) < _LONGEST_FORM]
    found += [box for heading in _HEADINGS(root) if (box := _announced(heading, large)) is not None and box not in kept]
    walk = etree.iterwalk(root, events=("start",))
    for _, node in walk:
        names, anchor = node.get("class"), node.get("id")
        if (names not in marked and anchor not in marked) or node in kept:
            continue
        most = large if names in widgets or anchor in widgets else 0 if node.tag in _INLINE else _LONGEST_SLIP
        if length(node) < most:
            found.append(node)
            walk.skip_subtree()
    for node in found:
        remove(node)


def _announced(heading: Node, large: float) -> Node | None:
    """Return the element that a heading opens which announces other articles, unless it holds much of the page."""
    if length(heading) > LONGEST_OTHER or not leads_elsewhere(line(heading)):
        return None
    box = heading.getparent()
    if box is None or box.tag not in _BOXES or next(box.iterchildren(etree.Element)) is not heading:
        return None
    return box if not (box.text or "").strip() and length(box) < large else None


@lru_cache(maxsize=16_384)
def _names_slip(names: str) -> bool:
    return bool(_SLIP.search(names))
