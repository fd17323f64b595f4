"""What is known of a rule beyond what it says, in the words that the command and the page share."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from moderation.lab.revisions import Lines, last_change
from moderation.rulebook.rule import Rule

# So many comments are the latest, for every figure that speaks of them.
LATEST: Final = 10_000


def change_of(rule: Rule) -> str | None:
    """Return `date author: subject` of the rule's latest commit, None where its file is in no repository.

    What a site overrides of it counts, too: a score that was lowered last week is what a moderator asks for.
    """
    first, last = rule.location.line, max((example.location.line for example in rule.tests), default=0)
    overridden = {Lines(Path(one.location.file), *one.lines) for one in rule.overridden}
    return last_change(Lines(Path(rule.location.file), first, last), *overridden)


def fired_in_words(hits: int, comments: int, *, which: str = "") -> str:
    """Return on how many comments a rule fires, and the share: `6 of 175 comments (3.429%)`."""
    if not comments:
        return "no comments yet"
    return f"{hits:,} of {which}{comments:,} comments ({hits / comments:.3%})"
