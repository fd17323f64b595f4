"""Words run together: `youidiot`, `fuckingmoron`, `idiotyou`; and a whole sentence: `youareallidiots`."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Final

# Words that people glue to an insult. Shorter ones, and others, would find too much in names: `Mycock`, `Dickman`.
GLUE: Final = frozenset(
    """
    absolute all and arch are area arean ass big bloody boy bro but complete crazy damn dear dirty dude dumb eat face
    fat filthy fuckin fucking get goddamn hate head hello hey hole hyper isa isan just kill lazy like little lmao lol
    love lying mega off old our people really shut sick silly stupid such sucha suchan suck super the their them they
    this total turbo uber ugly ultra ura uran utter very what whata whatan who why wtf you your youre yourea yourean
    """.split()  # noqa: SIM905
)
SHORTEST: Final = 6
_LONGEST: Final = 32
_LONGEST_PART: Final = 16


def parts(token: str, words: Set[str]) -> tuple[str, ...]:
    """Return the words that a token is made of, all of them of `words` or glue, one at least of `words`; or nothing."""
    if not SHORTEST <= len(token) <= _LONGEST:
        return ()
    dead: set[tuple[int, bool]] = set()

    def rest(at: int, *, found: bool) -> tuple[str, ...] | None:
        if at == len(token):
            return () if found else None
        if (at, found) in dead:
            return None
        for end in range(min(len(token), at + _LONGEST_PART), at + 1, -1):
            part = token[at:end]
            if part in words or part in GLUE:
                after = rest(end, found=found or part in words)
                if after is not None:
                    return (part, *after)
        dead.add((at, found))
        return None

    return rest(0, found=False) or ()


# A sentence run together: the words of one or two letters that may stand in it, how long it is, of how many words, and
# how many letters each of them has at least on average. Shorter ones are names: `Mycockburn`.
_SMALL: Final = frozenset(
    "a i am an as at be by do go he if in is it me my no of on or so to up us we".split()  # noqa: SIM905
)
SHORTEST_SENTENCE: Final = 8
LONGEST_SENTENCE: Final = 60
_FEWEST_WORDS: Final = 3
_LETTERS_A_WORD: Final = 3
_EDGE: Final = 3


def sentence(token: str, words: Set[str], beginnings: Set[str]) -> tuple[str, ...]:
    """Return the `words` that a token is made of, three or more; or nothing. `beginnings` holds how words begin."""
    if not SHORTEST_SENTENCE <= len(token) <= LONGEST_SENTENCE:
        return ()
    dead: set[int] = set()

    def rest(at: int) -> tuple[str, ...] | None:
        if at == len(token):
            return ()
        if at in dead:
            return None
        end = at + 1
        ends = []
        while end <= len(token) and token[at:end] in beginnings:
            if (part := token[at:end]) in _SMALL or (end - at > 2 and part in words):
                ends.append(end)
            end += 1
        for end in reversed(ends):  # longer words first
            after = rest(end)
            if after is not None:
                return (token[at:end], *after)
        dead.add(at)
        return None

    found = rest(0) or ()
    return found if len(found) >= _FEWEST_WORDS and len(token) >= _LETTERS_A_WORD * len(found) else ()


def edges(words: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return how a sentence run together may begin, and how it may end, in one, two or three letters."""
    heads = frozenset([word[:_EDGE] for word in words if len(word) >= _EDGE])
    tails = frozenset([word[-_EDGE:] for word in words if len(word) >= _EDGE])
    return heads | _SMALL, tails | _SMALL


def may_be_sentence(token: str, heads: Set[str], tails: Set[str]) -> bool:
    """Tell whether a token begins and ends as a sentence may: most do not, and need no second look."""
    return (
        len(token) >= SHORTEST_SENTENCE
        and (token[-_EDGE:] in tails or token[-2:] in tails)
        and (token[:_EDGE] in heads or token[:2] in heads or token[0] in heads)
    )
