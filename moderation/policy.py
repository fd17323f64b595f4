"""policy.toml -> Policy: thresholds per classifier, language and label, and what a person's time costs."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from moderation.errors import Location, PolicyError, Problem, suggest
from moderation.shipped import shipped
from moderation.taxonomy import LABELS, Label

FORMAT: Final = 1
ANY_LANGUAGE: Final = "any"
BY_RULES: Final = "rules"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which score a label asks for a person, and from which the policy rejects; None is "never"."""

    review: float | None = None
    reject: float | None = None


@dataclass(frozen=True, slots=True)
class CrowdLimits:
    """From how many on a fact that only a whole dump has asks for a person; without `--context` none is known.

    `copies` comments that say nearly the same, from `authors` different ones; `threads` of one author in ten minutes.
    """

    copies: int = 10
    authors: int = 5
    threads: int = 8


@dataclass(frozen=True, slots=True)
class Policy:
    """The decisions of a site as data.

    `thresholds` maps (classifier pattern, language or `any`, label); labels that only rules cover stand under the
    classifier `rules`. `boost` is how far a boosting rule of full weight moves the priority towards 1.
    Where `rules_may_reject` is false, a rule whose action is reject sends to review instead. `watch` is the share of
    what the policy approves that people look at all the same.
    """

    name: str
    classifier: str
    site_language: str
    max_characters: int
    boost: float
    rules_may_reject: bool
    seconds_per_decision: float
    watch: float
    thresholds: Mapping[tuple[str, str, Label], Threshold]
    digest: str
    crowd: CrowdLimits = CrowdLimits()

    def limits(self, classifier: str, label: Label, language: str) -> Threshold:
        """Return the thresholds that hold for a label: the language's own before those of any language."""
        for wanted in (language, ANY_LANGUAGE):
            for (pattern, code, name), threshold in self.thresholds.items():
                if name == label and code == wanted and fnmatchcase(classifier, pattern):
                    return threshold
        return Threshold()

    def threshold(self, classifier: str, label: Label, language: str) -> float | None:
        """Return the score from which a label asks for a person, or None where it never does."""
        return self.limits(classifier, label, language).review

    def asks_from(self, classifier: str, label: Label, language: str) -> float | None:
        """Return the score from which a label asks for a person, by the classifier or else by the rules."""
        own = self.threshold(classifier, label, language)
        return own if own is not None else self.threshold(BY_RULES, label, language)

    def site_threshold(self, label: Label) -> float | None:
        """Return the score from which a label asks for a person, in the site's language by the site's classifier."""
        return self.asks_from(self.classifier, label, self.site_language)

    def watches(self, key: tuple[str, str, str]) -> bool:
        """Whether the comment with this identity belongs to the watched share, drawn once and for all by its digest."""
        drawn = hashlib.sha256("\0".join(("watch", *key)).encode("utf-8", "surrogatepass")).digest()[:8]
        return int.from_bytes(drawn) < self.watch * 2**64

    def knows(self, classifier: str) -> bool:
        """Whether any threshold speaks for this classifier."""
        return any(fnmatchcase(classifier, pattern) for pattern, _, _ in self.thresholds)


def load_policy(path: Path | None = None) -> Policy:
    """Read a policy file, the shipped one by default; raises PolicyError with every problem in it."""
    file = path if path is not None else shipped("rules") / "policy.toml"
    if file.is_dir():
        file = file / "policy.toml"
    try:
        source = file.read_text(encoding="utf-8-sig")  # an editor may have put a byte order mark there
        document = tomllib.loads(source)
    except FileNotFoundError:
        raise PolicyError(f"there is no policy file `{file}`", mend="name one with --policy FILE") from None
    except OSError as error:
        what = (error.strerror or type(error).__name__).lower()
        raise PolicyError(f"the policy file cannot be read: {what}", at=Location(str(file))) from None
    except UnicodeDecodeError as error:
        raise PolicyError("the policy file is not UTF-8", at=Location(str(file)), mend="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise PolicyError.collected([_syntax_problem(error, source, file)]) from None
    return _Reading(str(file), source, document).policy()


def _syntax_problem(error: tomllib.TOMLDecodeError, source: str, file: Path) -> Problem:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line, column = (int(found[1]), int(found[2])) if found else (len(source.splitlines()), 0)
    lines = source.splitlines()
    excerpt = lines[line - 1] if 0 < line <= len(lines) else None
    what = re.sub(r"\s*\(at .*\)$", "", str(error)).lower()
    mend = next((mend for slip, mend in _SLIPS if slip.search(excerpt or "")), "mend that line")
    return Problem(f"not valid TOML: {what}", Location(str(file), line, column), excerpt, mend=mend)


# What somebody who writes no TOML every day writes into it; what the parser says to it helps nobody.
_SLIPS: Final = (
    (re.compile(r"=\s*\d+,\d"), "write a number with a point: `0.4`"),
    (re.compile(r"=\s*[\d.,]+\s*%"), "write a share as a number from 0 to 1: `0.4`, not `40%`"),
    (re.compile(r"[“”„‘’]"), 'write straight quotes: `"`'),
    (re.compile(r"=\s*(?!true\b|false\b)[^\W\d]"), 'put words between quotes: `"ngram.v1"`'),
)


Check = Callable[[Any], bool]


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


# key -> (check, what is expected, default)
SETTINGS: Final[dict[str, tuple[Check, str, Any]]] = {
    "name": (lambda v: isinstance(v, str), "a text", "policy"),
    "classifier": (lambda v: isinstance(v, str), "the name of a classifier", "ngram.v1"),
    "site_language": (lambda v: isinstance(v, str) and bool(re.fullmatch(r"[a-z]{2,3}", v)), "a code like `en`", "en"),
    "max_characters": (lambda v: isinstance(v, int) and v >= 100, "a whole number from 100", 10_000),
    "boost": (_is_share, "a number above 0, at most 1", 0.3),
    "rules_may_reject": (lambda v: isinstance(v, bool), "`true` or `false`", False),
    "seconds_per_decision": (_is_positive, "a number of seconds", 12.0),
    "watch": (lambda v: v == 0 or _is_share(v), "a share from 0 to 1", 0.01),
}


class _Reading:
    """One pass over a parsed policy file that collects every problem before it gives up."""

    def __init__(self, file: str, source: str, document: dict[str, Any]) -> None:
        self.file, self.lines, self.document = file, source.splitlines(), document
        self.problems: list[Problem] = []

    def policy(self) -> Policy:
        self._check_format()
        settings = {key: self._setting(key) for key in SETTINGS}
        for key in self.document.keys() - SETTINGS.keys() - {"format", "thresholds", "crowd"}:
            self._complain(key, f"unknown setting `{key}`", suggest(key, [*SETTINGS, "thresholds", "crowd"]))
        thresholds, crowd = dict(self._thresholds()), self._crowd()
        if self.problems:
            raise PolicyError.collected(self.problems)
        return Policy(**settings, thresholds=thresholds, digest=_digest(settings, thresholds, crowd), crowd=crowd)

    def _check_format(self) -> None:
        if self.document.get("format") != FORMAT:
            self._complain("format", f"expected `format = {FORMAT}`", f"begin the file with `format = {FORMAT}`")

    def _setting(self, key: str) -> Any:
        check, expected, default = SETTINGS[key]
        value = self.document.get(key, default)
        if not check(value):
            self._complain(key, f"`{key}` is not {expected}", f"write {expected}")
        return value

    def _crowd(self) -> CrowdLimits:
        table = self.document.get("crowd", {})
        names = CrowdLimits.__dataclass_fields__
        for key, value in self._items("crowd", table):
            if key not in names:
                self._complain(key, f"unknown setting `{key}`", suggest(key, names))
            elif not isinstance(value, int) or isinstance(value, bool) or value < 2:
                self._complain(key, f"`{key}` is not a whole number from 2", "write for example `10`")
        return CrowdLimits() if self.problems else CrowdLimits(**table)

    def _thresholds(self) -> Iterator[tuple[tuple[str, str, Label], Threshold]]:
        tables = self.document.get("thresholds", {})
        for classifier, languages in self._items("thresholds", tables):
            for language, labels in self._items(classifier, languages):
                if _has_no_labels(labels):
                    name = f"{classifier}.{language}"
                    message = f"`{name}` stands without quotes, so that its point makes two names of it"
                    self._complain(f"thresholds.{name}", message, f'write `[thresholds."{name}".en]`')
                    continue
                if isinstance(labels, dict) and not re.fullmatch("[a-z]{2,3}", language):
                    self._complain(language, f"`{language}` is not a language", "write a code like `en`, or `any`")
                for name, value in self._items(language, labels):
                    threshold = self._threshold(name, value)
                    if threshold is not None:
                        yield (classifier, language, name), threshold  # type: ignore[misc] # checked by _threshold

    def _threshold(self, name: str, value: Any) -> Threshold | None:
        if name not in LABELS:
            self._complain(name, f"unknown label `{name}`", suggest(name, LABELS))
            return None
        given = value if isinstance(value, dict) else {"review": value}
        wrong = [key for key, share in given.items() if key not in ("review", "reject") or not _is_share(share)]
        if wrong or not given:
            self._complain(name, f"`{name}` is not a threshold", "write `0.8` or `{ review = 0.8, reject = 0.99 }`")
            return None
        if name == "misinformation_cue" and "reject" in given:
            self._complain(
                name, "a misinformation cue never rejects", "take `reject` away: a cue says nothing of truth"
            )
            return None
        # Where a rejection has no threshold for review below it, its own is the reason that it gives.
        limit = Threshold(given.get("review", given.get("reject")), given.get("reject"))
        if limit.review is not None and limit.reject is not None and limit.reject < limit.review:
            self._complain(name, f"`{name}` rejects what it would not ask about", "put `reject` at or above `review`")
        return limit

    def _items(self, key: str, table: Any) -> list[tuple[str, Any]]:
        """Return the entries of a table; a value in its place would be a threshold that holds nowhere."""
        if isinstance(table, dict):
            return list(table.items())
        where = '`[thresholds."ngram.v1".en]`'
        self._complain(key, f"`{key}` is not a table", f"thresholds stand under a classifier and a language: {where}")
        return []

    def _complain(self, key: str, message: str, mend: str) -> None:
        whole = rf"(?<![\w-]){re.escape(key)}(?![\w-])"
        # The line that sets the key, rather than one before it that has the same word in it.
        places = [(n, line, re.match(rf"\s*\"?{whole}\"?\s*=", line)) for n, line in enumerate(self.lines, 1)]
        places += [(n, line, re.search(whole, line)) for n, line, _ in places if not line.lstrip().startswith("#")]
        for number, line, found in places:
            if found:
                at = Location(self.file, number, line.index(key, found.start()) + 1)
                self.problems.append(Problem(message, at, line, len(key), mend))
                return
        self.problems.append(Problem(message, Location(self.file), mend=mend))


def _has_no_labels(table: Any) -> bool:
    """Tell whether tables stand where labels should: a classifier's name was written without its quotes."""
    tables = [name for name, inner in table.items() if isinstance(inner, dict)] if isinstance(table, dict) else []
    return not set(LABELS).issuperset(tables)


def _digest(settings: dict[str, Any], thresholds: dict[tuple[str, str, Label], Threshold], crowd: CrowdLimits) -> str:
    # The shipped limits are left out, so that a policy that was there before them keeps its digest.
    content: dict[str, Any] = {
        **({} if crowd == CrowdLimits() else {"crowd": dataclasses.asdict(crowd)}),
        # The watch decides nothing, so that another share makes no other policy.
        "settings": {key: value for key, value in settings.items() if key != "watch"},
        "thresholds": sorted([*key, limit.review, limit.reject] for key, limit in thresholds.items()),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
