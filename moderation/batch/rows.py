"""Verdicts as rows of a table: which columns there are, and what stands in them."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from moderation.errors import UsageError, suggest
from moderation.parse.tables.columns import SYNONYMS, plain
from moderation.records import Columns, Comment, Context, Verdict
from moderation.taxonomy import LABELS

OURS: Final = (
    *("id", "thread_id", "language", "language_confidence"),
    *LABELS,
    *("route", "priority", "reasons", "rules", "classifier", "status"),
)
# What a comment brings along where no header says which columns there are: a page, or JSON Lines, whose later
# objects may bring fields that the first ones did not have.
OF_COMMENT: Final = (
    *("source", "site", "parent_id", "reply_to", "author", "author_id", "created_at", "edited_at", "url", "text"),
    *("likes", "dislikes", "reports", "status", "kind"),
)
# Fields that name a person.
_NAMES: Final = frozenset({"author", "author_id", "reply_to"})
# How columns that are none of these may tell of a person all the same, spelled as `plain` spells them.
_TELLING: Final = frozenset(name for field in _NAMES for name in SYNONYMS[field])
_ADDRESS: Final = re.compile(r".*(?:mail|ipaddress|remoteaddr|phone|telefon)|(?:author|user|commentauthor)?ip")
EVIDENCE: Final = "evidence"
# What only a whole dump tells, by the fact of the Context that it repeats: `--context`.
CROWD: Final = {
    "duplicate_cluster": "cluster",
    "duplicate_count": "copied_times",
    "duplicate_authors": "copied_authors",
    "author_threads": "author_threads",
}
# Keys of later JSON lines that the first lines did not have: the schema is fixed before the first row.
MORE: Final = "input_more"
PSEUDONYM_LENGTH: Final = 16
# The rows of a chunk, column by column, all of one length.
Table = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The output's columns, fixed before the first row.

    `carried` maps an output column to the input column it repeats; `fields` maps a comment field to the input
    column it was read from (`text` -> `comment_body`). `kept` is the choice of columns to write, None for all.
    """

    carried: Mapping[str, str]
    fields: Mapping[str, str]
    explained: bool = False
    with_text: bool = True
    open_ended: bool = False
    kept: tuple[str, ...] | None = None
    pseudonym_key: bytes | None = None
    gathered: bool = False

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Every column that could be written."""
        carried = (name for name, column in self.carried.items() if self.with_text or not self._is_text(column))
        more = (MORE,) if self.open_ended else ()
        return (*OURS, *((EVIDENCE,) if self.explained else ()), *(CROWD if self.gathered else ()), *carried, *more)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are written, in order."""
        return self.all_columns if self.kept is None else self.kept

    @property
    def telling(self) -> tuple[str, ...]:
        """The columns that are written as they came, though by their names they tell who somebody is."""
        field_of = {column: field for field, column in self.fields.items()}
        return tuple(
            name
            for name, column in self.carried.items()
            if name in self.columns and field_of.get(column, column) not in Comment.__dataclass_fields__
            if (bare := plain(str(column))) in _TELLING or _ADDRESS.fullmatch(bare)
        )

    @property
    def withholds(self) -> bool:
        """Whether the output is to be without texts, or without names."""
        return not self.with_text or self.pseudonym_key is not None

    def check(self) -> None:
        """Raise UsageError for a column that was asked for and is not there."""
        for name in self.kept or ():
            if name not in self.all_columns and not self.with_text and self._is_text(self.carried.get(name, "")):
                raise UsageError(f"`{name}` is the text", mend="leave `--no-text` out")
            if name not in self.all_columns:
                raise UsageError(f"there is no output column `{name}`", mend=suggest(name, self.all_columns))

    def table(
        self, comments: Sequence[Comment], verdicts: Sequence[Verdict], contexts: Sequence[Context] = ()
    ) -> Table:
        """Return the rows of comments and their verdicts as columns, in the layout's order, as JSON values."""
        values = _of_verdicts(verdicts)
        if self.explained:
            values[EVIDENCE] = [_evidence(verdict) for verdict in verdicts]
        if self.gathered:
            values |= {name: [getattr(context, fact) for context in contexts] for name, fact in CROWD.items()}
        brought = [comment.carried for comment in comments]
        extras = brought if any(brought) else None
        for name, column in self.carried.items():
            values[name] = self._carry(comments, extras, column)
        if self.open_ended and extras is None:
            values[MORE] = [None] * len(comments)
        elif self.open_ended:
            known = {*self.carried.values(), *self.fields.values()}
            values[MORE] = [_others(comment.carried, known) for comment in comments]
        return {name: values[name] for name in self.columns}

    def _is_text(self, column: str) -> bool:
        return column == self.fields.get("text", "text")

    def _carry(
        self, comments: Sequence[Comment], brought: Sequence[Mapping[str, Any]] | None, column: str
    ) -> list[Any]:
        """Return a column of the input; `brought` is what the comments carry, None where none carries anything."""
        field = next((field for field, source in self.fields.items() if source == column), column)
        hidden = self.pseudonym_key is not None and field in _NAMES
        values = [None] * len(comments) if brought is None else [extra.get(column) for extra in brought]
        # Of a nested author only the name was read, and only a name has a pseudonym that is the same everywhere.
        if field in Comment.__dataclass_fields__ and self.fields.get(field, field) == column:
            read = [*map(attrgetter(field), comments)]
            if brought is None or hidden:
                values = read
            else:
                values = [own if value is None else value for own, value in zip(read, values, strict=True)]
        if hidden:
            key = self.pseudonym_key or b""
            return [None if value is None else pseudonym(str(value), key) for value in values]
        return values


def layout_of(comments: Iterable[Comment], headers: Sequence[Columns | None], **options: Any) -> Layout:
    """Return the layout for inputs of which each has its header, or None for one without.

    It has the columns of all headers. A field of a comment has one column, named as in the first input that has it.
    Where an input has no header, the fields of a comment come along, and what the first comments bring.
    """
    fields: dict[str, str] = {}
    named: list[str] = []
    for header in filter(None, headers):
        field_of = {column: field for field, column in header.fields.items()}
        named += [column for column in header.names if field_of.get(column) not in fields]
        fields = {**header.fields, **fields}
    if not all(header and header.names for header in headers):
        brought = dict.fromkeys(key for comment in comments for key in comment.carried)
        named = [*(fields.get(name, name) for name in OF_COMMENT), *named, *brought]
    own = [name for name in ("id", "thread_id") if fields.get(name) == name]
    columns = [column for column in dict.fromkeys(named) if column not in own]
    open_ended = any(header is not None and not header.names for header in headers)
    return Layout(dict(zip(output_names(columns), columns, strict=True)), fields, open_ended=open_ended, **options)


def output_names(columns: Sequence[Any]) -> list[Any]:
    """Return the names of the input's columns in the output: `input_NAME` for one of ours, and none of them twice."""
    ours = {*OURS, *CROWD, EVIDENCE, MORE}
    taken: set[Any] = {f"input_{column}" for column in columns if column in ours}
    names = []
    for column in columns:
        name = column
        while column not in ours and name in taken:
            name = f"input_{name}"
        taken.add(name)
        names.append(f"input_{column}" if column in ours else name)
    return names


def pseudonym(name: str, key: bytes) -> str:
    """Return a name's keyed pseudonym: the same for the same key, and no way back without it."""
    return hmac.new(key, name.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:PSEUDONYM_LENGTH]


def _of_verdicts(verdicts: Sequence[Verdict]) -> dict[str, list[Any]]:
    scores = zip(*(verdict.scores for verdict in verdicts), strict=True) if verdicts else ((),) * len(LABELS)
    return {
        "id": [verdict.id for verdict in verdicts],
        "thread_id": [verdict.thread_id for verdict in verdicts],
        "language": [verdict.language for verdict in verdicts],
        "language_confidence": [round(verdict.language_confidence, 4) for verdict in verdicts],
        **{label: list(column) for label, column in zip(LABELS, scores, strict=True)},
        "route": [verdict.route for verdict in verdicts],
        "priority": [verdict.priority for verdict in verdicts],
        "reasons": [list(verdict.reasons) for verdict in verdicts],
        "rules": [list(verdict.rules) for verdict in verdicts],
        "classifier": [verdict.classifier for verdict in verdicts],
        "status": [verdict.status for verdict in verdicts],
    }


def _evidence(verdict: Verdict) -> list[dict[str, Any]]:
    return [
        {"label": e.label, "start": e.start, "end": e.end, "source": e.source, "weight": round(e.weight, 4)}
        for e in verdict.evidence or ()
    ]


def _others(carried: Mapping[str, Any], known: Collection[str]) -> dict[str, Any] | None:
    return {key: value for key, value in carried.items() if key not in known} or None
