"""What a moderator wishes of the rules -> a patch or a draft file, checked and tested; nothing here writes a rule."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from moderation.errors import ModerationError, Problem, RuleError
from moderation.lab.editing import RuleText, WordList, written
from moderation.rulebook.coverage import cover, parts_of
from moderation.rulebook.load import read_file
from moderation.rulebook.rule import PREFIXES, Rule
from moderation.rulebook.testing import Result, run
from moderation.taxonomy import Category

LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """What a moderator asks for: words to find, phrases to spare, and comments that show both."""

    terms: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.terms or self.exemptions or self.match or self.no_match)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file to download, and whether it holds: what is wrong with it, how its examples go, what none of them shows.

    `affected` are the other rules that share a list which the draft changes.
    """

    name: str
    content: str
    problems: tuple[Problem, ...] = ()
    results: tuple[Result, ...] = ()
    unshown: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it may be handed on."""
        tested = bool(self.results) and all(result.passed for result in self.results)
        return tested and not self.problems and not self.unshown


def word_lists(rule: Rule) -> list[WordList]:
    """Return the lists of words that a rule of a file goes by."""
    return RuleText(_source(rule), rule.id).lists()


def patch(rule: Rule, wish: Wish, path: str, folder: Path) -> Draft:
    """Return a wish about a rule as a patch of its file; `path` is the list that the words go to.

    `folder` is the folder of rules: the patch names the file as it lies in there.
    """
    before = _source(rule)
    try:
        edited = RuleText(before, rule.id)
        if wish.terms:
            edited = edited.with_terms(path, wish.terms)
        if wish.exemptions:
            edited = edited.with_exemptions(wish.exemptions)
        after = edited.with_examples("match", wish.match).with_examples("no_match", wish.no_match).text
    except ModerationError as error:
        return Draft("", "", error.problems)
    inside = _inside(Path(rule.location.file), folder)
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{inside}", f"b/{inside}"
    )
    content = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return _checked(f"{rule.id}.patch", content, after, rule.id, wish, before)


def new_rule(title: str, category: Category, why: str, language: str, wish: Wish) -> Draft:
    """Return a wish for a rule that is not there yet as a file of its own with `status: draft`, which never fires."""
    name = f"{next(short for short, of in PREFIXES.items() if of == category)}.{_slug(title)}"
    lines = [
        "format: 1",
        "rules:",
        f"- id: {name}",
        f"  title: {written(title.strip(), quoted=True)}",
        f"  category: {category}",
        "  score: 0.3",
        "  action: boost",
        "  status: draft",
        f"  lang: [{language}]" if language else "  lang: []",
        f"  why: {written(why.strip(), quoted=True)}",
        "  match:",
        f"    terms: [{', '.join(map(written, wish.terms))}]",
        *([f"    not: {{terms: [{', '.join(map(written, wish.exemptions))}]}}"] if wish.exemptions else []),
        "  skip: [quote, reported]",
        "  tests:",
        *_examples("match", wish.match),
        *_examples("no_match", wish.no_match),
    ]
    content = "\n".join(lines) + "\n"
    return _checked(f"{name}.yaml", content, content, name, wish, "")


def _examples(kind: str, texts: Sequence[str]) -> list[str]:
    return [f"    {kind}:", *(f"      - {written(text, quoted=True)}" for text in texts)] if texts else []


def _checked(name: str, content: str, text: str, rule: str, wish: Wish, before: str) -> Draft:
    """Load and test the edited file in a folder of its own, as `rules check`, `test` and `cover` would."""
    rules, problems = _read(text)
    errors = tuple(_without_place(problem) for problem in problems if problem.severity == "error")
    was = {one.id: one for one in _read(before)[0]} if before else {}
    changed = [one for one in rules if was.get(one.id) is None or one.match != was[one.id].match]
    tested = [one for one in rules if one.id == rule or one in changed]
    results = tuple(run(tested)) if not errors else ()
    unshown = () if errors else _unshown([one for one in rules if one.id == rule], wish)
    affected = tuple(sorted(one.id for one in changed if one.id != rule))
    return Draft(name, content, errors, results, unshown, affected)


def _unshown(rules: Sequence[Rule], wish: Wish) -> tuple[str, ...]:
    """Return the words that no example shows at work: taken away wherever they stand, nothing would notice."""
    found = {part.term for one in rules for part in parts_of(one)}
    undecided = [part for coverage in cover(rules) for part in coverage.undecided]
    shown = {part.term for one in rules for part in parts_of(one) if part not in undecided}
    return tuple(word for word in (*wish.terms, *wish.exemptions) if word in found and word not in shown)


def _read(text: str) -> tuple[list[Rule], Sequence[Problem]]:
    with TemporaryDirectory(prefix="draft-") as scratch:
        path = Path(scratch) / "draft.yaml"
        path.write_text(text, encoding="utf-8")
        rules, problems = read_file(path)
    return rules or [], problems


def _without_place(problem: Problem) -> Problem:
    """The draft lay in a folder that is gone; its line stands in the excerpt."""
    return replace(problem, at=None)


def _source(rule: Rule) -> str:
    try:
        return Path(rule.location.file).read_text(encoding="utf-8")
    except OSError as error:
        raise RuleError(f"`{rule.location.file}` cannot be read: {(error.strerror or '').lower()}") from None


def _inside(path: Path, folder: Path) -> str:
    """Return the file's path from the folder that holds the folder of rules, as `git apply` there wants it."""
    whole, root = path.resolve(), folder.resolve()
    return whole.relative_to(root.parent).as_posix() if whole.is_relative_to(root.parent) else whole.name


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-") or "draft"
