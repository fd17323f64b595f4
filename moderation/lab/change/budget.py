"""How much a change may do before somebody has to look at it: `newly_held=0.2%,approved_to_reject=0`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from moderation.errors import UsageError, suggest
from moderation.taxonomy import ROUTES, Route

_DONE: Final[dict[Route, str]] = {"approve": "approved", "review": "reviewed", "reject": "rejected"}
MOVES: Final[dict[str, str]] = {
    f"{_DONE[one]}_to_{other}": f"{one}_to_{other}" for one in ROUTES for other in ROUTES if one != other
}
# What a budget may limit, and the route changes that it adds up.
_SUMS: Final[dict[str, tuple[str, ...]]] = {
    "newly_held": ("approve_to_review", "approve_to_reject"),
    "newly_released": ("review_to_approve", "reject_to_approve"),
    **{name: (move,) for name, move in MOVES.items()},
}
_COUNTS: Final = ("newly_caught", "newly_freed", "route_changes")
NAMES: Final = (*_SUMS, *_COUNTS)


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `most` comments, or that share of them where `share` is true."""

    name: str
    most: Fraction
    share: bool

    def allowed(self, comments: int) -> Fraction:
        """Return how many of so many comments it allows."""
        return self.most * comments / 100 if self.share else self.most

    def __str__(self) -> str:
        return f"{self.name}={float(self.most):g}{'%' if self.share else ''}"


@dataclass(frozen=True, slots=True)
class Overrun:
    """A budget that a change is over, and by how much."""

    budget: Budget
    found: int
    allowed: Fraction

    def __str__(self) -> str:
        comments = f"{self.found:,} comment{'s' * (self.found != 1)}"
        return f"{self.budget.name}: {comments}, the budget {self.budget} allows {int(self.allowed):,}"


def read_budgets(text: str) -> tuple[Budget, ...]:
    """Return the budgets in `NAME=NUMBER,NAME=SHARE%`. Raises UsageError for what is none."""
    return tuple(_read(part.strip()) for part in text.split(",") if part.strip())


def _read(part: str) -> Budget:
    name, equals, value = (piece.strip() for piece in part.partition("="))
    if name not in NAMES:
        raise UsageError(f"there is no budget `{name}`", mend=suggest(name, NAMES))
    share = value.endswith("%")
    try:
        most = Fraction(value.removesuffix("%")) if equals else None
    except (ValueError, ZeroDivisionError):
        most = None
    if most is None or most < 0 or (share and most > 100):
        raise UsageError(f"`{part}` is not a budget", mend=f"write `{name}=0` or `{name}=0.2%`")
    return Budget(name, most, share)


def overruns(
    budgets: tuple[Budget, ...], comments: int, counts: Mapping[str, int], routes: Mapping[str, int]
) -> tuple[Overrun, ...]:
    """Return the budgets that are exceeded; compared as fractions, so that no rounding lets one through."""
    found = []
    for budget in budgets:
        moves = _SUMS.get(budget.name)
        count = counts[budget.name] if moves is None else sum(routes.get(move, 0) for move in moves)
        if count > budget.allowed(comments):
            found.append(Overrun(budget, count, budget.allowed(comments)))
    return tuple(found)
