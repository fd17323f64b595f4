"""Verdicts as rows of a table: which columns there are, and what stands in them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from moderation.errors import UsageError, suggest
from moderation.records import Columns, Comment, Verdict
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
EVIDENCE: Final = "evidence"
# Keys of later JSON lines that the first lines did not have: the schema is fixed before the first row.
MORE: Final = "input_more"
PSEUDONYM_LENGTH: Final = 16


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

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Every column that could be written."""
        carried = (name for name, column in self.carried.items() if self.with_text or not self._is_text(column))
        return (*OURS, *((EVIDENCE,) if self.explained else ()), *carried, *((MORE,) if self.open_ended else ()))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are written, in order."""
        return self.all_columns if self.kept is None else self.kept

    @property
    def withholds(self) -> bool:
        """Whether the output is to be without texts, or without names."""
        return not self.with_text or self.pseudonym_key is not None

    def check(self) -> None:
        """Raise UsageError for a column that was asked for and is not there."""
        for name in self.kept or ():
            if name not in self.all_columns:
                raise UsageError(f"there is no output column `{name}`", mend=suggest(name, self.all_columns))

    def row(self, comment: Comment, verdict: Verdict) -> dict[str, Any]:
        """Return one row, every column in it, as JSON values."""
        return self.rows([(comment, verdict)])[0]

    def rows(self, judged: Iterable[tuple[Comment, Verdict]]) -> list[dict[str, Any]]:
        """Return a row each, every column in it, as JSON values."""
        columns, field_of = self.columns, {column: field for field, column in reversed([*self.fields.items()])}
        carried = [(name, column, field_of.get(column, column)) for name, column in self.carried.items()]
        return [self._row(comment, verdict, columns, carried) for comment, verdict in judged]

    def _row(
        self, comment: Comment, verdict: Verdict, columns: Sequence[str], carried: Sequence[tuple[str, str, str]]
    ) -> dict[str, Any]:
        values = _of_verdict(verdict)
        if self.explained:
            values[EVIDENCE] = [
                {"label": e.label, "start": e.start, "end": e.end, "source": e.source, "weight": round(e.weight, 4)}
                for e in verdict.evidence or ()
            ]
        for name, column, field in carried:
            values[name] = self._carry(comment, column, field)
        if self.open_ended:
            known = {*self.carried.values(), *self.fields.values()}
            values[MORE] = {key: value for key, value in comment.carried.items() if key not in known} or None
        return {name: values[name] for name in columns}

    def _is_text(self, column: str) -> bool:
        return column == self.fields.get("text", "text")

    def _carry(self, comment: Comment, column: str, field: str) -> Any:
        hidden = self.pseudonym_key is not None and field in _NAMES
        value = comment.carried.get(column)
        # Of a nested author only the name was read, and only a name has a pseudonym that is the same everywhere.
        if (value is None or hidden) and field in Comment.__dataclass_fields__:
            value = getattr(comment, field) if self.fields.get(field, field) == column else value
        if hidden and value is not None:
            return pseudonym(str(value), self.pseudonym_key or b"")
        return value


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
    ours = {*OURS, EVIDENCE, MORE}
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


def _of_verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.id,
        "thread_id": verdict.thread_id,
        "language": verdict.language,
        "language_confidence": round(verdict.language_confidence, 4),
        **dict(zip(LABELS, verdict.scores, strict=True)),
        "route": verdict.route,
        "priority": verdict.priority,
        "reasons": list(verdict.reasons),
        "rules": list(verdict.rules),
        "classifier": verdict.classifier,
        "status": verdict.status,
    }
