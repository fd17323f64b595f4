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
from typing import Self
from unicodedata import combining, east_asian_width


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
            gutter = f"  {self.at.line} | "
            lines.append(gutter + self.excerpt)
            if self.at.column:
                lines.append(" " * len(gutter) + _under(self.excerpt, self.at.column - 1, max(1, self.width)))
        if self.mend:
            lines.append(f"  mend: {self.mend}")
        return "\n".join(lines)


def columns(text: str) -> int:
    """Return how many columns a terminal gives a text: none to marks that combine, two to East Asian signs."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


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


def suggest(name: str, options: Iterable[str]) -> str:
    """Return words that offer the nearest valid name, or list all when nothing is near."""
    known = list(options)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    return "expected one of " + ", ".join(f"`{option}`" for option in known) if known else "there is none to choose"
