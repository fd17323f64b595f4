"""What a moderator wishes of the rules -> a patch or a draft file, checked and tested; nothing here writes a rule."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from moderation.errors import ModerationError, Problem, RuleError
from moderation.lab.drafting.editing import RuleText, WordList, written
from moderation.rulebook.examples.testing import Result, run
from moderation.rulebook.files.source import read_file
from moderation.rulebook.rule import PREFIXES, Rule
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

    `affected` are the other rules that share a list which the draft changes. `rules` are all that it changes, as it
    would have them, `before` the same as they stand; nothing where the file cannot be read.
    """

    name: str
    content: str
    problems: tuple[Problem, ...] = ()
    results: tuple[Result, ...] = ()
    unshown: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    before: tuple[Rule, ...] = ()

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

    def edited(wish: Wish) -> str:
        text = RuleText(before, rule.id)
        text = text.with_terms(path, wish.terms) if wish.terms else text
        text = text.with_exemptions(wish.exemptions) if wish.exemptions else text
        return text.with_examples("match", wish.match).with_examples("no_match", wish.no_match).text

    try:
        after = edited(wish)
    except ModerationError as error:
        return Draft("", "", error.problems)
    inside = _inside(Path(rule.location.file), folder)
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{inside}", f"b/{inside}"
    )
    content = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    draft = _checked(f"{rule.id}.patch", content, after, rule.id, before, Path(rule.location.file))
    return replace(draft, unshown=_unshown(draft, rule.id, wish, edited, Path(rule.location.file)))


def new_rule(title: str, category: Category, why: str, language: str, wish: Wish) -> Draft:
    """Return a wish for a rule that is not there yet as a file of its own with `status: draft`, which never fires."""
    name = f"{next(short for short, of in PREFIXES.items() if of == category)}.{_slug(title)}"

    def written_for(wish: Wish) -> str:
        return _new_file(name, title, category, why, language, wish)

    content = written_for(wish)
    draft = _checked(f"{name}.yaml", content, content, name, "")
    return replace(draft, unshown=_unshown(draft, name, wish, written_for))


def _new_file(name: str, title: str, category: Category, why: str, language: str, wish: Wish) -> str:
    lines = [
        "format: 1",
        "rules:",
        f"- id: {name}",
        f"  title: {written(title.strip(), quoted=True)}",
        f"  category: {category}",
        "  score: 0.3",
        "  action: boost",
        "  status: draft",
        f"  lang: [{language}]",
        f"  why: {written(why.strip(), quoted=True)}",
        "  match:",
        f"    terms: [{', '.join(map(written, wish.terms))}]",
        *([f"    not: {{terms: [{', '.join(map(written, wish.exemptions))}]}}"] if wish.exemptions else []),
        "  skip: [quote, reported]",
        "  tests:",
        *_examples("match", wish.match),
        *_examples("no_match", wish.no_match),
    ]
    return "\n".join(lines) + "\n"


def _examples(kind: str, texts: Sequence[str]) -> list[str]:
    return [f"    {kind}:", *(f"      - {written(text, quoted=True)}" for text in texts)] if texts else []


def _checked(name: str, content: str, text: str, rule: str, before: str, beside: Path | None = None) -> Draft:
    """Load and test the edited file in a folder of its own, as `rules check` and `test` would."""
    rules, problems = _read(text, beside)
    errors = tuple(_without_place(problem) for problem in problems if problem.severity == "error")
    was = {one.id: one for one in _read(before, beside)[0]} if before else {}
    changed = [one for one in rules if was.get(one.id) is None or one.match != was[one.id].match]
    affected = tuple(sorted(one.id for one in changed if one.id != rule))
    if errors:
        return Draft(name, content, errors, affected=affected)
    asked = tuple(one for one in rules if one.id == rule or one in changed)
    stood = tuple(was[one.id] for one in asked if one.id in was)
    return Draft(name, content, results=tuple(run(asked)), affected=affected, rules=asked, before=stood)


def _unshown(
    draft: Draft, rule: str, wish: Wish, edited: Callable[[Wish], str], beside: Path | None = None
) -> tuple[str, ...]:
    """Return the words that no example shows at work: left out of the wish, every example would still hold."""
    if draft.problems or not all(result.passed for result in draft.results):
        return ()
    found = []
    for word in (*wish.terms, *wish.exemptions):
        rest = replace(wish, terms=_but(wish.terms, word), exemptions=_but(wish.exemptions, word))
        rules, problems = _read(edited(rest), beside)
        own = [one for one in rules if one.id == rule]
        broken = any(problem.severity == "error" for problem in problems)
        if own and not broken and all(result.passed for result in run(own)):
            found.append(word)
    return tuple(found)


def _but(words: tuple[str, ...], word: str) -> tuple[str, ...]:
    return tuple(one for one in words if one != word)


def _read(text: str, beside: Path | None) -> tuple[list[Rule], Sequence[Problem]]:
    with TemporaryDirectory(prefix="draft-") as scratch:
        path = Path(scratch) / "draft.yaml"
        path.write_text(text, encoding="utf-8")
        rules, problems = read_file(path, beside=beside)
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
