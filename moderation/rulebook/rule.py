"""A rule as a frozen record: what it looks for, what it says, and the examples that hold it."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from moderation.errors import Location
from moderation.records import Context, Language
from moderation.taxonomy import UNDETERMINED, Action, Category, Label, RuleStatus, Via

FORMAT: Final = 1
PREFIXES: Final[dict[str, Category]] = {"tox": "toxicity", "spam": "spam", "mis": "misinformation"}
# Draft, deprecated and retired rules are kept so that old decisions still resolve; they do not fire.
LIVE: Final[frozenset[RuleStatus]] = frozenset({"experimental", "stable"})

Skip = Literal["quote", "reported", "article_quote"]
Within = Literal["text", "sentence"]
WITHINS: Final[tuple[Within, ...]] = get_args(Within)
SKIPS: Final[tuple[Skip, ...]] = get_args(Skip)
ExampleKind = Literal["match", "no_match", "known_fp", "known_miss"]
EXAMPLE_KINDS: Final[tuple[ExampleKind, ...]] = get_args(ExampleKind)
AuthorFact = Literal["comments", "approved", "rejected", "rejected_percent", "age_days", "threads"]
AUTHOR_FACTS: Final[tuple[AuthorFact, ...]] = get_args(AuthorFact)
ArticleFact = Literal["title", "text", "site", "section"]
ARTICLE_FACTS: Final[tuple[ArticleFact, ...]] = get_args(ArticleFact)
ThreadFact = Literal["depth", "position", "reply"]
THREAD_FACTS: Final[tuple[ThreadFact, ...]] = get_args(ThreadFact)
CopyFact = Literal["times", "authors"]
COPY_FACTS: Final[tuple[CopyFact, ...]] = get_args(CopyFact)

_ALONE: Final = Context()
UNKNOWN_LANGUAGE: Final = Language(UNDETERMINED, 0.0)

# How far a hit is trusted by how its word was read; a proposal to be fitted on moderators' rulings.
TRUST: Final[dict[Via, float]] = {
    "exact": 1.0, "fold": 0.95, "leet": 0.9, "spaced": 0.9, "repeat": 0.8, "mask": 0.7, "respelt": 0.7
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """Any of these words or phrases stands in the text, as whole words."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """One of `of` and one of `to` stand at most `words` words from each other, in either order.

    `within` says whether a sentence may end between them.
    """

    of: tuple[str, ...]
    to: tuple[str, ...]
    words: int = 5
    within: Within = "text"


@dataclass(frozen=True, slots=True)
class Count:
    """Words of `of` stand in the text at least `min` times in all."""

    of: tuple[str, ...]
    min: int


@dataclass(frozen=True, slots=True)
class Regex:
    """The folded text matches `pattern`; every text that it can match contains one of `hint`."""

    pattern: str
    hint: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """The text has at least `min` and at most `max` links, counting only those to `domain` where given."""

    min: int = 1
    max: int | None = None
    domain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caps:
    """Of at least `letters` letters, the share `ratio` or more are capitals."""

    ratio: float = 0.7
    letters: int = 20


@dataclass(frozen=True, slots=True)
class Repeat:
    """One character stands at least `char` times in a row, or one word `word` times."""

    char: int | None = None
    word: int | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """The text has at least `min` and at most `max` characters, or words where `words` is true."""

    min: int | None = None
    max: int | None = None
    words: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """What is known of the author here lies between `min` and `max`; unknown where the history is."""

    fact: AuthorFact
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The article has one of `values`: words in its title or text, its site, or a section in its address."""

    fact: ArticleFact
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """The comment's place in its thread lies between `min` and `max`; whether it is a reply is 0 or 1."""

    fact: ThreadFact
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Copied:
    """So many comments of the dump, or authors of them, say nearly the same; unknown without `--context`."""

    fact: CopyFact
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The comment is judged to be in one of these languages; unknown where that cannot be told."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disguised:
    """One of the rule's words was read in one of these ways."""

    kinds: tuple[Via, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds (a map in the file)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds (`any`, or a list in the file)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; unknown stays unknown."""

    part: Condition


Surrounding = Author | Article | Thread | Copied | Written
Condition = (
    Terms | Near | Count | Regex | Links | Caps | Repeat | Length | Surrounding | Disguised | AllOf | AnyOf | Not
)

# The key that a condition has in a file.
KEYS: Final[dict[type, str]] = {
    Terms: "terms", Near: "near", Count: "count", Regex: "regex", Links: "links", Caps: "caps", Repeat: "repeat",
    Length: "length", Author: "author", Article: "article", Thread: "thread", Copied: "copied", Written: "language",
    Disguised: "via", AllOf: "all", AnyOf: "any", Not: "not",
}  # fmt: skip


def parts_of(condition: AllOf | AnyOf, path: str) -> list[tuple[str, Condition]]:
    """Return the parts of a condition with the paths that name them: `all.near`, `any[1].terms`.

    A map has each key once, and yet `any` with one part, and what a site allows, come beside it as a second one of a
    kind: `all.near[1]`.
    """
    keys = [KEYS[type(part)] for part in condition.parts]
    if isinstance(condition, AnyOf):
        return [(f"{path}[{at}].{key}", part) for at, (key, part) in enumerate(zip(keys, condition.parts, strict=True))]
    before = [keys[:at].count(key) for at, key in enumerate(keys)]
    names = [f"{path}.{key}" + (f"[{count}]" if count else "") for key, count in zip(keys, before, strict=True)]
    return list(zip(names, condition.parts, strict=True))


def is_below_not(path: str) -> bool:
    """Tell whether a condition with this path stands under a `not`."""
    return any(step.partition("[")[0] == KEYS[Not] for step in path.split(".")[:-1])


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield a condition and everything in it."""
    yield condition
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from walk(part)
    elif isinstance(condition, Not):
        yield from walk(condition.part)


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must or must not match, with what surrounds it; `span` is a text that the hit marks.

    `language` is what the text is judged as; where nothing is said, that cannot be told.
    """

    kind: ExampleKind
    index: int
    text: str
    context: Context = _ALONE
    span: str | None = None
    language: Language = UNKNOWN_LANGUAGE
    location: Location = field(default=Location(""), compare=False)

    @property
    def name(self) -> str:
        """Its name within the rule, for example `match[2]`."""
        return f"{self.kind}[{self.index}]"

    @property
    def told(self) -> tuple[str, Context, Language]:
        """What the rule is told of it: one text in two languages is two examples."""
        return self.text, self.context, self.language


@dataclass(frozen=True, slots=True)
class Override:
    """A value that a site has put in the place of a rule's own: the key, what it was, and where the new one stands.

    `lines` are the first and the last line of the whole entry.
    """

    key: str
    was: str
    location: Location
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `MATCHING` names the fields that its hits depend on.

    From the day `expires` on (`YYYY-MM-DD`) it does not fire; `expired` says whether that day has come, for the day
    that the rules were loaded for. `enabled` is false where a site has switched it off. `origin` names the rules that
    a site's own extend (`builtin@0.1.0`), and is empty for a rule of the folder itself. `location` is where its id
    stands, `successor_at` where `replaced_by` does.
    """

    id: str
    title: str
    category: Category
    label: Label
    score: float
    match: Condition
    tests: tuple[Example, ...]
    action: Action = "review"
    status: RuleStatus = "experimental"
    lang: tuple[str, ...] = ()
    about: str = ""
    why: str = ""
    skip: tuple[Skip, ...] = ()
    falsepositives: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    replaced_by: str | None = None
    added: str | None = None
    expires: str | None = None
    enabled: bool = True
    expired: bool = False
    origin: str = ""
    overridden: tuple[Override, ...] = field(default=(), compare=False)
    location: Location = field(default=Location(""), compare=False)
    successor_at: Location | None = field(default=None, compare=False)

    @property
    def live(self) -> bool:
        """Whether the rule fires."""
        return self.status in LIVE and self.enabled and not self.expired

    def examples(self, kind: ExampleKind) -> tuple[Example, ...]:
        """Return the examples of one kind, in file order."""
        return tuple(example for example in self.tests if example.kind == kind)


# What a hit depends on. A title, a reason for the author or an example may change and every stored score still holds.
MATCHING: Final = ("id", "label", "score", "action", "lang", "skip", "match")


def digest(rules: Iterable[Rule]) -> str:
    """Return the SHA-256 over what the live rules match and say, wherever the files lie and however they are ordered.

    The same digest gives the same hits; those that do not fire, and what is there for people alone, are left out.
    """
    firing = sorted((rule for rule in rules if rule.live), key=lambda rule: rule.id)
    content = [{name: canonical(getattr(rule, name)) for name in MATCHING} for rule in firing]
    text = json.dumps([TRUST, content], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(rule: Rule) -> str:
    """Return a digest of what a rule matches, whatever its status: figures hold as long as it stays."""
    return digest([dataclasses.replace(rule, status="experimental", enabled=True, expired=False)])[:16]


# Where a rule and its values come from says nothing about what it does.
_WHENCE: Final = frozenset({"location", "successor_at", "overridden", "origin"})


_LATER: Final = {"within": "text"}


@functools.cache
def _told(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in dataclasses.fields(kind) if each.name not in _WHENCE)


def canonical(value: Any) -> Any:
    """Return a rule or a part of one as JSON values; records carry their kind, locations are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = ((name, getattr(value, name)) for name in _told(type(value)))
        # A field that came later is left out at its default: what was measured of a rule before it came still holds.
        kept = {name: canonical(each) for name, each in told if name not in _LATER or each != _LATER[name]}
        return {"kind": type(value).__name__, **kept}
    if isinstance(value, tuple):
        return [part if type(part) is str else canonical(part) for part in value]
    return value
