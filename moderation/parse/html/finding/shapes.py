"""Comments on a page of no known system: elements of one shape that come back, named after comments or among them.

The most numerous times the longest shape wins, because a wrapper holds more text than what it wraps and a list of
parts holds less. What then has no name, no time and no button is no comment, whatever it is called.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lxml.etree import XPath, iterwalk

from moderation.parse.html.comment.leading import name_by_place
from moderation.parse.html.comment.readings import Readings, nested_in
from moderation.parse.html.document.select import NOTHING
from moderation.parse.html.document.text import length, line
from moderation.parse.html.document.tree import TESTED, Node, Tree, called, elements
from moderation.parse.html.document.vocabulary import (
    names_comment,
    names_comments,
    names_thread,
    names_widget,
    plain_token,
    role,
    words,
)
from moderation.parse.html.finding.indexes import stand_elsewhere
from moderation.parse.html.found import Candidate, Found

_ITEM_TAGS: Final = frozenset(
    {"li", "div", "article", "section", "dd", "dl", "tr", "td", "p", "blockquote", "table", "details"}
)
_BOXES: Final = frozenset(
    {"div", "section", "article", "ul", "ol", "aside", "dl", "table", "tbody", "main", "span", "details"}
)
_OUTSIDE: Final = frozenset({"nav", "form", "select", "script", "style", "textarea", "template"})
# A form or a `content-sidebar` round the whole page is none: ASP.NET and themes write so.
_MOST_OF_PAGE: Final = 0.4
_DIGITS: Final = re.compile(r"\d+")
# `comment-4e7a3582eab8eab87600003f`, and those with hyphens: a number with letters for digits.
_HEX: Final = re.compile(r"(?<![^\W_])(?=[a-f-]*\d)[0-9a-f]{6,}(?:-[0-9a-f]{4,})*(?![^\W_])", re.IGNORECASE)
_PASSING: Final = frozenset(
    """a b odd even first last alt active open left right new parent child top root pinned deleted removed hidden
    staff""".split()  # noqa: SIM905 - reads better
)
_MOST_TRIED: Final = 8
_MOST_READ: Final = 24
_WANTED_SIGNS: Final = 2
_WANTED_SHARE: Final = 0.5
_LINKED: Final = 0.6
_SIGNED: Final = 0.8
_HEADLINKS: Final = XPath(".//h2//a | .//h3//a | .//h4//a | .//a[h2 or h3 or h4]")
_ARTICLES: Final = XPath("//*[@itemprop='articleBody']")
_UNNAMED: Final = 0.5  # a box in a section, with its button to the top, is not preferred to a comment
_SHORTEST: Final = 8  # name, date and text together; a counter in an element called comment has less

Key = tuple[str, ...]


@dataclass(slots=True)
class Group:
    """Elements of one shape; `named` when their own names say comment, else they only stand among comments."""

    key: Key
    members: list[Node] = field(default_factory=list)
    named: bool = True
    weight: float = 0.0


def find_shapes(tree: Tree, readings: Readings, *, least: int) -> Candidate | None:
    """Return the comments of the strongest believable shape, or None; one with fewer than `least` members is none."""
    groups = sorted(_weighed(_groups(tree), tree), key=lambda group: group.weight, reverse=True)
    for group in groups[:_MOST_TRIED]:
        if len(group.members) < least or (not group.named and (_is_part(group) or _names_part(group))):
            continue
        # What calls itself a comment, many times, needs less; what only stands among comments more.
        wanted = _WANTED_SIGNS + (not group.named) - (group.named and len(group.members) > 1)
        if believable(group.members, readings, wanted=wanted):
            return Candidate("shape", _joined(group, groups, readings), NOTHING)
        if not group.named and _is_dated(group.members, readings) and signed(group.members, readings):
            return Candidate("shape", _joined(group, groups, readings), NOTHING)
        lifted = _lifted(group) if group.named else None
        if lifted is not None and believable(lifted, readings, wanted=_WANTED_SIGNS):
            return Candidate("shape", lifted, NOTHING)
    return None


def _names_part(group: Group) -> bool:
    """Tell whether what the members are called is a name or a time: a line of a comment and not all of it."""
    called_so = {role(name) for name in group.key[2:]}
    return bool(called_so) and called_so <= {"author", "time"}


def _is_part(group: Group) -> bool:
    """Tell whether members stand in elements of their own shape that are none: a section of the answers alone."""
    known = set(group.members)
    for node in group.members[:_MOST_READ]:
        for above in node.iterancestors(node.tag):
            if (
                above not in known
                and _shape_key(above.tag, above.get("class") or "", above.get("id") or "") == group.key
            ):
                return True
    return False


def _lifted(group: Group) -> list[Node] | None:
    """Return the elements right around the members, one for each: the name may stand beside the text."""
    around = [node.getparent() for node in group.members]
    if (
        len(around) < 2
        or len(set(around)) < len(around)
        or any(node is None or node.tag in ("body", "html") for node in around)
    ):
        return None
    return around


def believable(members: Sequence[Node], readings: Readings, *, wanted: int, placed: bool = False) -> bool:
    """Tell whether elements are comments: texts, most with a name or a time, and not lists of links.

    `wanted` is how many signs of a comment most must have; `placed` lets the words that each opens with be its name.
    """
    nested = nested_in(members)
    step = max(1, len(members) // _MOST_READ)
    read = [readings.tried(node, nested.get(node, ())) for node in members[::step][:_MOST_READ]]
    if placed and name_by_place(read, nested, readings.facts.language):
        for found in read:
            found.signs += found.author is not None
    spoken = [found for found in read if found.said.text]
    if not spoken or len(spoken) < _WANTED_SHARE * len(read):
        return False
    signed = sum(found.signs >= wanted and bool(found.author or found.dated) for found in spoken)
    if signed < _WANTED_SHARE * len(spoken) or _teasers(spoken) or _repeated(spoken):
        return False
    return not stand_elsewhere([found.node.iter("a") for found in spoken if found.node is not None])


def signed(members: Sequence[Node], readings: Readings) -> bool:
    """Tell whether elements are comments that nothing calls so: most with a text, a name and a time of their own."""
    read = [readings.tried(node, ()) for node in members[:_MOST_READ]]
    name_by_place(read, {}, readings.facts.language)
    full = [found for found in read if found.said.text and found.author and found.dated and not _opens_with_link(found)]
    return len(full) >= _SIGNED * len(read) and not _teasers(full) and not _repeated(full)


def _is_dated(members: Sequence[Node], readings: Readings) -> bool:
    """Tell whether the first elements of some have a name and a time: what costs less to ask than whether all have."""
    first = [readings.tried(node, ()) for node in members[:_WANTED_SIGNS]]
    return len(members) > _WANTED_SIGNS and all(found.author and found.dated for found in first)


def _opens_with_link(found: Found) -> bool:
    """Tell whether the first line of a text is a link elsewhere, as a teaser's is."""
    first = found.said.text.partition("\n")[0]
    links = (
        []
        if found.node is None
        else [link for link in found.node.iterdescendants("a") if "#" not in link.get("href", "#")]
    )
    return any(line(link) == first for link in links)


def _groups(tree: Tree) -> list[Group]:
    """Return the shapes of a page, columns of teasers, menus and forms left out."""
    named: dict[Key, Group] = {}
    among: dict[Key, Group] = {}
    inside: set[Node] = set()
    large = _MOST_OF_PAGE * length(tree.root)
    tested = not tree.attributes.names.isdisjoint(TESTED)
    walk = iterwalk(tree.root, events=("start",))
    for _, node in walk:
        tag, names, anchor = node.tag, called(node) if tested else node.get("class") or "", node.get("id") or ""
        if (tag in _OUTSIDE or _is_widget(names, anchor)) and length(node) < large:
            walk.skip_subtree()
            continue
        own = "-" in tag  # an element of the page's own making, whose name is its class
        names = f"{names} {tag}" if own else names
        parent = node.getparent()
        if parent in inside or ((own or tag in _BOXES) and _is_section(names, anchor)):
            inside.add(node)
        if not own and tag not in _ITEM_TAGS:
            continue
        if key := _name_key(tag, names, anchor):
            named.setdefault(key, Group(key)).members.append(node)
        elif parent in inside:
            key = _shape_key(tag, names, anchor)
            among.setdefault(key, Group(key, named=False)).members.append(node)
    return [*named.values(), *(group for group in among.values() if len(group.members) > 1)]


def _is_widget(names: str, anchor: str) -> bool:
    return bool(names and names_widget(names)) or bool(anchor and names_widget(anchor))


def _is_section(names: str, anchor: str) -> bool:
    about = bool(names and _is_about(names)) or bool(anchor and _is_about(anchor))
    return about and not _is_form(names)


@lru_cache(maxsize=16_384)
def _is_about(names: str) -> bool:
    return names_comments(names) or names_thread(names)


def _is_form(names: str) -> bool:
    return any(word in ("form", "respond", "teaser") for token in names.split() for word in words(token))


def _name_key(tag: str, names: str, anchor: str) -> Key | None:
    """Return the shape of an element that its class, or else its id, calls a comment."""
    if names and (found := _comment_names(names)) is not None:
        return (tag, *found)
    if anchor and any(map(str.isdigit, anchor)) and names_comment(plain := _DIGITS.sub("#", _HEX.sub("#", anchor))):
        return (tag, "#" + plain)
    return None


@lru_cache(maxsize=16_384)
def _comment_names(names: str) -> Key | None:
    """Return the names of a class that call an element a comment, in order, or None when none does."""
    found = sorted({plain_token(token) for token in names.split() if names_comment(token)})
    if len(found) > 1:
        # A pingback stands in the list of comments and is one of them.
        return tuple(name for name in found if name not in ("pingback", "trackback"))
    return (_plain(found[0]),) if found else None


def _plain(name: str) -> str:
    return "comment" if name in ("pingback", "trackback") else name


def _shape_key(tag: str, names: str, anchor: str) -> Key:
    kept = _shape_names(names)
    return (tag, "among", *kept, *([_DIGITS.sub("#", anchor)] if anchor and not kept else []))


@lru_cache(maxsize=16_384)
def _shape_names(names: str) -> Key:
    """Return the names of a class by which elements are of one shape, in order.

    Not by what tells one comment from the next: where it stands, as `branch-top` and `branch-child` do, and what style
    guides call a modifier: `reaction reaction--answer`.
    """
    tokens = {plain_token(token) for token in names.split()} - _PASSING
    if len(tokens) > 1:
        tokens = {token for token in tokens if _PASSING.isdisjoint(words(token)[-1:])} or tokens
    return tuple(sorted(token for token in tokens if "--" not in token or token.partition("--")[0] not in tokens))


def _weighed(groups: Iterable[Group], tree: Tree) -> list[Group]:
    """Weigh every group by its number of spoken members times their own text, and drop the empty ones."""
    articles = _ARTICLES(tree.root) if "articleBody" in tree.attributes.values["itemprop"] else ()
    headed = {above for node in (*tree.root.iter("h1"), *articles) for above in node.iterancestors()}
    kept = []
    for group in groups:
        lengths = _own_lengths(group.members)
        pairs = zip(group.members, lengths, strict=True)
        # `<article class="kommentar">` with the page's headline in it is an opinion, not a reader's.
        group.members = [node for node, size in pairs if size >= _SHORTEST and node not in headed]
        spoken = [length for length in lengths if length >= _SHORTEST]
        group.weight = len(spoken) * sum(spoken) * (1 if group.named else _UNNAMED)
        if spoken:
            kept.append(group)
    return kept


def _own_lengths(members: Sequence[Node]) -> list[int]:
    """Return the length of each member's text, that of members nested in it taken off."""
    totals = {node: length(node) for node in members}
    own = dict(totals)
    for node in members:
        outer = next((above for above in node.iterancestors() if above in totals), None)
        if outer is not None:
            own[outer] -= totals[node]
    return [max(0, own[node]) for node in members]


def _joined(group: Group, groups: Sequence[Group], readings: Readings) -> list[Node]:
    """Return the group's members and those of other groups that answer them under another name."""
    members = list(group.members)
    for other in groups:
        if other is group or not other.named or not group.named:
            continue
        known = set(members)
        fresh = [node for node in other.members if _answers(node, known)]
        if fresh and believable(fresh, readings, wanted=_WANTED_SIGNS + 1) and _stand_without(fresh, known, readings):
            members.extend(fresh)
    order = (
        {node: place for place, node in enumerate(elements(members[0].getroottree().getroot()))}
        if members != group.members
        else {}
    )
    return sorted(members, key=order.__getitem__) if order else members


def _answers(node: Node, known: set[Node]) -> bool:
    """Tell whether `node` is neither one of the known comments nor holds one."""
    return node not in known and not any(inner in known for inner in node.iterdescendants())


def _stand_without(fresh: Sequence[Node], known: set[Node], readings: Readings) -> bool:
    """Tell whether the comments around `fresh` still say something with them cut out: a wrapper would not."""
    around = list(dict.fromkeys(above for node in fresh for above in node.iterancestors() if above in known))
    if not around:
        return True
    cut = set(fresh) | known
    read: list[Found] = []
    for node in around[:_MOST_READ]:
        nested = {inner for inner in node.iterdescendants() if inner in cut}
        read.append(readings.read(node, nested, NOTHING))
    return sum(bool(found.said.text and (found.author or found.created_at)) for found in read) >= 0.8 * len(read)


def _teasers(spoken: Sequence[Found]) -> bool:
    """Tell whether most are little but links: related articles, recent comments, share bars."""
    linked = 0
    for found in spoken:
        if found.node is not None:
            links = sum(length(node) for node in found.node.iterdescendants("a") if _leads(node))
            linked += links > _LINKED * len(found.said.text) + 80 or _is_headed(found)
    return linked > 0.5 * len(spoken)


def _leads(link: Node) -> bool:
    """Tell whether a link leads somewhere: a menu of things to do with a comment is made of links that do not."""
    return not (link.get("href") or "#").startswith(("#", "javascript:"))


def _is_headed(found: Found) -> bool:
    """Tell whether a heading in an element leads elsewhere: a teaser's does, a comment's leads to itself or a name."""
    for link in _HEADLINKS(found.node):
        href = link.get("href") or "#"
        itself = "#" in href or (found.id is not None and found.id.isdigit() and found.id in _DIGITS.findall(href))
        if not itself and (text := line(link)) and text != found.author:
            return True
    return False


def _repeated(spoken: Sequence[Found]) -> bool:
    """Tell whether all say the same, as buttons and placeholders do."""
    counts: dict[str, int] = defaultdict(int)
    for found in spoken:
        counts[found.said.text.removeprefix(found.author or "").strip()] += 1
    return len(spoken) > 2 and max(counts.values()) > 0.6 * len(spoken)
