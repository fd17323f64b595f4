"""What stands round an article and is none of it, taken out by its names: columns of teasers, notices, forms."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from lxml import etree

from moderation.parse.html.attributes import Attributes
from moderation.parse.html.text import length
from moderation.parse.html.tree import Node, remove
from moderation.parse.html.vocabulary import names_widget

_MOST_OF_PAGE: Final = 0.4
# What a page says about itself: who published it when and in which category, who that is, where to share it and to
# subscribe, and that it keeps cookies.
_SLIP: Final = re.compile(
    r"(?:^|[\s_-])(?:post-?meta(?:data)?|entry-(?:meta|utility)|cookie-?(?:banner|bar|law|consent|notice|hinweis|info)"
    r"|newsletter(?:-?(?:box|form|signup|sign-up|teaser|block|cta|anmeldung|subscribe|optin))?|share-?(?:bar|box|buttons|links)"
    r"|sharedaddy|social-?(?:share|sharing|bar|buttons|links|icons)|addtoany\w*|shariff"
    r"|(?:author|autor(?:en)?)-?(?:box|bio|info)|about-?(?:the-?)?author|consent-?(?:banner|manager)|tarteaucitron\w*|gdpr\w*|cmplz\w*|borlabs\w*|onetrust\w*|didomi\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_SLIP: Final = 600
_INLINE: Final = frozenset({"a", "abbr", "b", "em", "i", "small", "span", "strong", "time"})
_LONGEST_FORM: Final = 1500


def take_out_furniture(root: Node, attributes: Attributes, kept: Collection[Node]) -> None:
    """Remove columns of teasers and the like, unless one holds the text of the page, and what it says about itself."""
    large = _MOST_OF_PAGE * length(root)
    widgets = set(filter(names_widget, attributes.of("class", "id")))
    slips = set(filter(_SLIP.search, attributes.of("class", "id")))
    found = [form for form in root.iter("form") if _is_for_answers(form)]
    walk = etree.iterwalk(root, events=("start",))
    for _, node in walk:
        named = node.get("class") in widgets or node.get("id") in widgets
        small = (node.get("class") in slips or node.get("id") in slips) and node.tag not in _INLINE
        if node not in kept and ((named and length(node) < large) or (small and length(node) < _LONGEST_SLIP)):
            found.append(node)
            walk.skip_subtree()
    for node in found:
        remove(node)


def _is_for_answers(form: Node) -> bool:
    """Tell whether a form is one to write a comment in; that round a whole page is none."""
    return length(form) < _LONGEST_FORM and next(form.iter("textarea"), None) is not None
