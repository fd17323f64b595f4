"""Rule files -> hits: rules written in YAML, each with the examples that hold it.

All rooms speak of a `rule`, its `terms`, `patterns`, `words` and the `outcome` of a condition. They come in the order
of the flow, and each imports only from those before it:

    files      tree (YAML with places) -> reading (nodes to values) -> conditions, fields -> lint (what reads well and
               is wrong) -> overrides, source (a file) -> releases, extends (what a site builds on) -> load (folders,
               all problems at once); schema (for editors)
    program    links, gates, marks (what must stand there), indexes, suspects, lexicon (what words may be disguised as)
               -> compile
    comment    places (where words stand), finders, oddities (words nobody knows) -> disguise, windows (what is read
               again), rewritten (a text without disguises), sentences -> view (a comment)
    deciding   frames (others' words), exempt, around, look (a condition into a function), decide (a rule into one)
    match      the Rulebook
    examples   testing, carets (why one failed), coverage, evasion; report (what the commands print)

`pytest_plugin` lets pytest run the examples; `uncollected` holds the garbage collector while rules are loaded.
"""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.rulebook.files.load import checked_rules
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
