"""Words run together: `youidiot`, `fuckingmoron`, `idiotyou`."""

from __future__ import annotations

from collections.abc import Set
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
