"""Comments that nothing names: one button to answer in each, or headers and texts by turns in one list.

Style sheets that are compiled leave no class name to read. What is left is that every comment has the same button, and
that readers can read it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from moderation.parse.html.comment.lines import is_button
from moderation.parse.html.document.text import length, line
from moderation.parse.html.document.tree import Node, elements
from moderation.parse.html.document.vocabulary import names_comments, plain_token
from moderation.parse.html.finding.adapters import regrouped

_BUTTON_TAGS: Final = frozenset({"a", "button", "span", "div", "li", "p", "small"})
_ANSWER: Final = re.compile(
    r"^(?:antwort|beantwort|répond|respond|reply|rispond|svar|odpowied|kommentar melden|zitieren"
    r"|signaler ce commentaire|report comment|citer|quote|ответить|reagovat|odpověd|yanıtla|cevapla|responder"
    r"|vastaa|besvar|reageer|beantwoord|відповісти|απάντησ|răspund|válasz|balas|رد|الرد|أضف رد|پاسخ|הגב|השב"
    r"|返信|回复|回覆|답글)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d+")
_LONGEST_BUTTON: Final = 40
_OUTSIDE: Final = frozenset({"nav", "form", "footer", "select"})
_OWNERS: Final = frozenset({"article", "li", "blockquote"})  # of a footer that is not the page's
_FEWEST: Final = 2
_MOST_WORDS: Final = 0.95
_MOST_BUTTONS: Final = 5000
_MOST_NAMES: Final = 8

Judge = Callable[[Sequence[Node]], bool]


def by_buttons(root: Node, judge: Judge) -> list[Node]:
    """Return the largest elements that hold one button to answer each, when `judge` takes them for comments."""
    by_label: dict[str, list[Node]] = defaultdict(list)
    for node in elements(root):
        if node.tag in _BUTTON_TAGS and len(node) <= 2 and (label := _label(node)):
            by_label[label].append(node)
    for _, buttons in sorted(by_label.items(), key=lambda pair: -len(pair[1])):
        for find in (_around, _in_one_another):
            members = find(buttons)
            if len(members) >= _FEWEST and judge(members):
                return members
    return []


def by_turns(root: Node, judge: Judge) -> list[Node]:
    """Return wrappers around headers and texts that stand by turns in a section of comments, if `judge` agrees."""
    for node in elements(root):
        if not (names_comments(node.get("class") or "") or names_comments(node.get("id") or "")):
            continue
        children = list(node.iterchildren("*"))
        keys = [(child.tag, *sorted(map(plain_token, (child.get("class") or "").split()))) for child in children]
        counts = Counter(keys)
        often = [key for key in dict.fromkeys(keys) if counts[key] >= _FEWEST]
        # The header comes first and the text after it, as often; where all children are alike there are no turns.
        if len(often) >= 2 and len(children) < 20_000 and counts[often[1]] >= counts[often[0]] - 1:
            starts = [child for child, key in zip(children, keys, strict=True) if key == often[0]]
            if all(second.getprevious() is not first for first, second in pairwise(starts)):
                members = regrouped(starts)
                if judge(members):
                    return members
    return []


def _label(node: Node) -> str | None:
    if _is_outside(node):
        return None
    text = line(node)
    if len(text) > _LONGEST_BUTTON or not _ANSWER.match(text) or not is_button(text):
        return None
    return _NUMBER.sub("", text.split()[0]).casefold()


def _is_outside(node: Node) -> bool:
    """Tell whether a button stands in a menu, a form or the foot of a page; an article has a foot of its own."""
    around = [above.tag for above in node.iterancestors()]
    outside = next((place for place, tag in enumerate(around) if tag in _OUTSIDE), None)
    if outside is None:
        return False
    own = around[outside] == "footer" and not _OWNERS.isdisjoint(around[outside + 1 : outside + 3])
    return not own or not _OUTSIDE.isdisjoint(around[outside + 1 :])


def _around(buttons: Sequence[Node]) -> list[Node]:
    """Return for each button the outermost element that holds no other one, of one shape where most have it."""
    counts: Counter[Node] = Counter()
    innermost = _innermost(buttons)
    for node in innermost:
        counts.update(node.iterancestors())
    chains = []
    for node in innermost:
        chain = []
        for above in node.iterancestors():
            if counts[above] > 1 or above.tag in ("body", "html"):
                break
            chain.append(above)
        if chain:
            chains.append(chain)
    # Where some stand right in a comment with answers, nothing around them holds no other one.
    held = _each_in_one(innermost, counts) if len(chains) < len(innermost) else []
    return held or _of_one_shape(chains) or _each_in_one(innermost, counts) or _answered(chains)


def _innermost(buttons: Sequence[Node]) -> list[Node]:
    known = set(buttons)
    return [node for node in buttons if not any(inner in known for inner in node.iterdescendants())]


def _in_one_another(buttons: Sequence[Node]) -> list[Node]:
    """Return elements with a button each as `_each_in_one`, where the first comment holds all others."""
    return _each_in_one(_innermost(buttons), {}) if len(buttons) > _FEWEST else []


def _each_in_one(buttons: Sequence[Node], counts: Mapping[Node, int]) -> list[Node]:
    """Return the largest elements of one tag and name of which each button has its own nearest: answers stand in them.

    One name is enough: some have others besides, of odd rows or of officials; none is a name as well. `counts`: how
    many buttons each element holds, none of which is all of them.
    """
    if len(buttons) > _MOST_BUTTONS:
        return []
    nearest: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for place, button in enumerate(buttons):
        for above in button.iterancestors():
            if counts.get(above) == len(buttons) or above.tag in ("body", "html", "main"):
                break
            for token in (above.get("class") or "").split()[:_MOST_NAMES] or [""]:
                found = nearest[above.tag, plain_token(token)]
                if len(found) == place and above not in found[-1:]:
                    found.append(above)
    own = [found for found in nearest.values() if len(found) == len(buttons) == len(set(found))]
    return max(own, key=lambda found: sum(map(length, found)), default=[])


def _answered(chains: Sequence[Sequence[Node]]) -> list[Node]:
    """Return the outermost element of each chain, or the one of the shape that most have: answers stand in comments."""
    if not chains:
        return []
    shape, _ = Counter(_shape(chain[-1]) for chain in chains).most_common(1)[0]
    return list(dict.fromkeys(_shaped(chain, shape) for chain in chains))


def _shaped(chain: Sequence[Node], shape: tuple[str, ...]) -> Node:
    """Return the outermost element of a chain, or the nearest around it, that has the shape; else its outermost."""
    inside = (node for node in reversed(chain) if _shape(node) == shape)
    around = (node for node in chain[-1].iterancestors() if _shape(node) == shape)
    return next(iter((*inside, *around, chain[-1])))


def _of_one_shape(chains: Sequence[Sequence[Node]]) -> list[Node]:
    """Return the outermost element of each chain that all chains have alike, unless more than a little stands outside.

    A comment without answers may take in the list around it, one with answers only its own words.
    """
    if not chains:  # every button stands in the body itself
        return []
    shapes = [{_shape(node): node for node in chain} for chain in chains]
    shared = set.intersection(*map(set, shapes))
    best = next((shape for shape in reversed([_shape(node) for node in chains[0]]) if shape in shared), None)
    if best is None:
        return []
    members = [shape[best] for shape in shapes]
    whole = sum(length(chain[-1]) for chain in chains)
    return members if sum(map(length, members)) >= _MOST_WORDS * whole else []


def _shape(node: Node) -> tuple[str, ...]:
    return (node.tag, *sorted(map(plain_token, (node.get("class") or "").split())))
