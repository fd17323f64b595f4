"""What past rulings say of a rule: of the comments that it matches and a person decided, how many were rejected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.context import context_of
from moderation.interval import wilson
from moderation.language import detect_all
from moderation.normalise import fold
from moderation.records import Comment
from moderation.rulebook import Rulebook
from moderation.rulebook.rule import Rule
from moderation.store import Store

_AT_ONCE: Final = 1_000
_DECIDED: Final = {"approve": False, "reject": True}


@dataclass(frozen=True, slots=True)
class Precision:
    """`rejected` of `ruled` comments, and the 95 % interval (Wilson) of the share."""

    rejected: int
    ruled: int

    @property
    def share(self) -> float | None:
        """The share of rejected ones, None where nobody ruled."""
        return self.rejected / self.ruled if self.ruled else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the share lies with 95 % confidence."""
        return wilson(self.rejected, self.ruled)


Decided = Sequence[tuple[Comment, bool]]
# By the place of a decided comment that a rule matches: whether a person rejected it.
Rulings = Mapping[int, bool]


def precisions(store: Store, rules: Iterable[Rule]) -> dict[str, Precision]:
    """Return the precision of each rule on the comments that people have decided here, by the rule's id."""
    return {name: precision(found) for name, found in rulings_on(standing_rulings(store), rules).items()}


def precision(rulings: Rulings) -> Precision:
    """Return the figure that some rulings give."""
    return Precision(sum(rulings.values()), len(rulings))


def rulings_on(decided: Decided, rules: Iterable[Rule]) -> Mapping[str, Rulings]:
    """Return the rulings on the comments that each rule matches, by the rule's id.

    The rules are matched anew, so a rule that was written today has a past; as in the queue, one for another language
    does not fire. Only comments that came to a person count, which are not drawn by lot: a rule that catches what
    nobody was ever shown has no figure.
    """
    wanted = tuple(rules)
    book = Rulebook.of(wanted, every_status=True)
    found: dict[str, dict[int, bool]] = {rule.id: {} for rule in wanted}
    for start in range(0, len(decided), _AT_ONCE):
        part = decided[start : start + _AT_ONCE]
        texts = [fold(comment.text) for comment, _ in part]
        contexts = [context_of(comment) for comment, _ in part]
        hits, _ = book.match(texts, contexts, detect_all([comment.text for comment, _ in part]))
        for hit in hits:
            found[hit.rule][start + hit.row] = part[hit.row][1]
    return found


def standing_rulings(store: Store) -> list[tuple[Comment, bool]]:
    """Return each comment whose last ruling by a person stands, and whether that was a rejection."""
    found: dict[tuple[str, str, str], tuple[Comment, bool]] = {}
    for ruling in store.history():
        key = ruling.comment.key
        if ruling.event.kind in _DECIDED and ruling.event.role != "policy":
            found[key] = (ruling.comment, _DECIDED[ruling.event.kind])
        elif ruling.event.kind in ("undo", "reopen"):
            found.pop(key, None)
    return list(found.values())


def as_json(precision: Precision | None) -> dict[str, float | int | Sequence[float] | None] | None:
    """Return the figure as JSON values."""
    if precision is None:
        return None
    interval = precision.interval
    return {
        "rejected": precision.rejected,
        "ruled": precision.ruled,
        "share": None if precision.share is None else round(precision.share, 4),
        "interval": [round(bound, 4) for bound in interval] if interval else None,
    }
