"""Rule files -> hits: rules written in YAML, each with the examples that hold it.

The modules in the order of the flow, each importing from those before it:

    read       tree (YAML with places) -> reading (nodes to values) -> terms, patterns, conditions, fields -> rule
               -> lint (what reads well and is wrong) -> overrides, source (a file) -> releases, extends (what a site
               builds on), uncollected (what the garbage collector need not see) -> load (folders, all problems at
               once)
    compile    links, words (what the text is cut into), gates, marks (what must stand there), lexicon (what words may
               be disguised as) -> compile
    match      places (where words stand), finders, oddities (words nobody knows) -> disguise, windows (what is read
               again), rewritten (a text without disguises), sentences -> view (a comment) -> frames (others' words),
               exempt, around, outcome, look (a condition into a function), decide (a rule into one) -> match (the
               Rulebook)
    around it  testing, pytest_plugin (examples), report (what the commands print), schema (for editors)
"""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.rulebook.load import checked_rules
from moderation.rulebook.rule import TRUST, Example, Rule
from moderation.rulebook.uncollected import uncollected

if TYPE_CHECKING:
    from moderation.rulebook.match import Rulebook

__all__ = ["TRUST", "Example", "Rule", "Rulebook", "load"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: whoever only checks rules, an editor at every save, matches nothing.
    if name == "Rulebook":
        return importlib.import_module("moderation.rulebook.match").Rulebook
    raise AttributeError(f"module `{__name__}` has no attribute `{name}`")


@uncollected()  # once: between reading and compiling, too, all that was read would be looked over
def load(*folders: Path, day: date | None = None) -> Rulebook:
    """Return the rulebook of all rule files under `folders`, as of a day (today where none is given).

    Raises RuleError with every problem of every file.
    """
    from moderation.rulebook.match import Rulebook

    return Rulebook.of(checked_rules(*folders, day=day))
