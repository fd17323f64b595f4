"""Every error that a user can meet, drawn as a tree.

    ModerationError             something a person can mend; the command line exits 2
    ├── UsageError              the command or call was put together wrongly
    ├── InputError              a file that cannot be read as asked
    ├── RuleError               rule files with problems, all of them at once
    ├── PolicyError             a policy file with problems, all of them at once
    ├── ModelError              weights that are missing, damaged or not what they claim
    └── StoreError              the database cannot be opened, is too new, too old or in use
        └── StaleItem           somebody else decided the item, or the lease ran out

A problem names the place, shows the line, says what was expected, and ends with what mends it.
Messages start in lower case, end without a full stop and put symbols in backticks.
Messages may quote rule files and policy files, never the text of a comment.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self
from unicodedata import category, combining, east_asian_width

# More of a line than this is not shown round a problem in it.
LONGEST_LINE: Final = 160


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; lines and columns count from 1, 0 means "the whole file" or "the whole line"."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and how to mend it.

    `excerpt` is the line as it stands in the file; `width` is how many columns the caret underlines.
    `code` is a stable name for machine-readable reports (SARIF, GitHub annotations).
    """

    message: str
    at: Location | None = None
    excerpt: str | None = None
    width: int = 1
    mend: str | None = None
    code: str = "error"
    severity: str = "error"

    def render(self) -> str:
        """Return the problem as a person reads it: place, message, line with a caret, mend."""
        lines = [f"{self.at}: {self.message}" if self.at else self.message]
        if self.excerpt is not None and self.at is not None and self.at.line:
            gutter, start = f"  {self.at.line} | ", max(0, self.at.column - 1)
            line, start = _shortened(_visible(self.excerpt), start)
            lines.append(gutter + line)
            if self.at.column:
                width = max(1, min(self.width, LONGEST_LINE))
                lines.append(" " * len(gutter) + _under(line, start, width))
        if self.mend:
            lines.append(f"  mend: {self.mend}")
        return "\n".join(lines)


def columns(text: str) -> int:
    """Return how many columns a terminal gives a text: none to marks that combine, two to East Asian signs."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _visible(line: str) -> str:
    """Return a line without what would move the cursor or ring: each such character stands as one that can be seen."""
    return "".join("\ufffd" if category(char) == "Cc" and char != "\t" else char for char in line)


def _shortened(line: str, start: int) -> tuple[str, int]:
    """Return as much of a line as can be read, and where in it `start` is."""
    if len(line) <= LONGEST_LINE:
        return line, start
    first = min(max(0, start - LONGEST_LINE // 2), len(line) - LONGEST_LINE)
    before, after = "…" * (first > 0), "…" * (first + LONGEST_LINE < len(line))
    return f"{before}{line[first : first + LONGEST_LINE]}{after}", start - first + len(before)


def _under(line: str, start: int, width: int) -> str:
    # A tab in the line stays one below it: only the terminal knows how wide it is.
    blank = "".join("\t" if char == "\t" else " " * columns(char) for char in line[:start].ljust(start))
    return blank + "^" * columns(line[start : start + width].ljust(width))


class ModerationError(Exception):
    """Something a person can mend: one or more problems, each with its place and its mend."""

    exit_code = 2

    def __init__(self, message: str, *, at: Location | None = None, mend: str | None = None) -> None:
        super().__init__(message)
        self.problems: tuple[Problem, ...] = (Problem(message, at=at, mend=mend),)

    @classmethod
    def collected(cls, problems: Sequence[Problem]) -> Self:
        """Return one error that carries all of `problems` (at least one), in file order."""
        error = cls(problems[0].message)
        error.problems = tuple(sorted(problems, key=lambda p: p.at or Location("")))
        return error

    def render(self) -> str:
        """Return every problem, one after the other, as the terminal shows them."""
        return "\n".join(problem.render() for problem in self.problems)

    def __str__(self) -> str:
        return self.render()


class UsageError(ModerationError):
    """The command or the call was put together wrongly."""


class InputError(ModerationError):
    """A file that cannot be read as asked."""


class RuleError(ModerationError):
    """Rule files with problems."""


class PolicyError(ModerationError):
    """A policy file with problems."""


class ModelError(ModerationError):
    """Weights that are missing, damaged or not what they claim to be."""


class StoreError(ModerationError):
    """The database cannot be used."""


class StaleItem(StoreError):
    """The item was decided by somebody else, changed, or its lease ran out; nothing was written."""


# So many names are listed where none is near; of more, a few of the nearest.
MOST_LISTED: Final = 30
_NEAREST: Final = 8


def suggest_rule(name: str, ids: Iterable[str]) -> str:
    """Return words that offer the rule whose id is nearest, or say where to look.

    What stands before the point is the same in most ids: only what comes after it tells a slip from another rule.
    """
    prefix, _, said = name.partition(".")
    known = {one.partition(".")[2]: one for one in sorted(ids, key=lambda one: one.startswith(f"{prefix}."))}
    near = difflib.get_close_matches(said or name, known, n=1, cutoff=0.7)
    return f"did you mean `{known[near[0]]}`?" if near else "`moderation rules show FOLDER` lists all that there are"


def suggest(name: str, options: Iterable[str]) -> str:
    """Return words that offer the nearest valid name, or list all (of many, some) when nothing is near."""
    known = list(options)
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    if near:
        begun = [option for option in near if option.startswith(name)]
        best = difflib.get_close_matches(name, near, n=1, cutoff=0.85) or begun or near
        return f"did you mean `{best[0]}`?"
    if not known:
        return "there is none to choose"
    few = known if len(known) <= MOST_LISTED else sorted(difflib.get_close_matches(name, known, _NEAREST, cutoff=0.0))
    more = f" and {len(known) - len(few)} others" if len(few) < len(known) else ""
    return "expected one of " + ", ".join(f"`{option}`" for option in few) + more
