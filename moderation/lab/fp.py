"""Hits on a corpus that is known to be clean, against the ledger of those that somebody has looked at and accepted."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moderation.batch.manifest import write_whole
from moderation.batch.request import Progress
from moderation.errors import InputError, Location
from moderation.lab.corpora.corpus import Corpus
from moderation.lab.corpora.kept import numbered
from moderation.lab.corpora.work import work_out
from moderation.records import Span
from moderation.rulebook.rule import Rule
from moderation.spreadsheet import LineFeeds

HEADER: Final = ("rule", "comment", "why")
_DIGEST: Final = 16
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule that fired on a clean comment; `comment` is the digest of its text, as the ledger has it."""

    rule: str
    comment: str
    id: str
    text: str
    spans: tuple[Span, ...]

    @property
    def key(self) -> Key:
        """What the ledger knows it by."""
        return self.rule, self.comment


@dataclass(frozen=True, slots=True)
class Alarms:
    """What a clean corpus set off: alarms that the ledger lacks, those it has, and its entries that are gone."""

    comments: int
    new: tuple[Alarm, ...]
    known: tuple[Alarm, ...]
    gone: tuple[Key, ...]


def find_alarms(
    corpus: Corpus, rules: Sequence[Rule], ledger: Mapping[Key, str], jobs: int, progress: Progress | None = None
) -> Alarms:
    """Return the hits of the live rules on a clean corpus, held against the ledger."""
    live = [rule for rule in rules if rule.live]
    kept = work_out(corpus, live, (), jobs, progress)
    found: dict[Key, Alarm] = {}
    wanted = numbered(live)
    for number in range(corpus.chunks):
        hits = kept.hits_of(number, wanted)
        lines = corpus.lines(number) if hits else None
        for at, row in enumerate(lines.rows if lines else ()):
            for hit in hits.get(row, ()):
                assert lines is not None
                alarm = Alarm(hit.rule, text_digest(lines.texts[at]), lines.ids[at], lines.texts[at], hit.spans)
                found.setdefault(alarm.key, alarm)
    ordered = [found[key] for key in sorted(found)]
    return Alarms(
        comments=corpus.comments,
        new=tuple(alarm for alarm in ordered if alarm.key not in ledger),
        known=tuple(alarm for alarm in ordered if alarm.key in ledger),
        gone=tuple(sorted(key for key in ledger if key not in found)),
    )


def text_digest(text: str) -> str:
    """Return the digest by which the ledger knows a text, blanks and case aside: a new export finds it again."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode("utf-8", "replace")).hexdigest()[:_DIGEST]


def read_ledger(path: Path) -> dict[Key, str]:
    """Return the accepted alarms with the reviewer's reason; none where there is no file yet."""
    if not path.exists():
        return {}
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError):
        raise InputError("the ledger cannot be read", at=Location(str(path)), mend="save it as UTF-8") from None
    if not rows or tuple(rows[0]) != HEADER:
        mend = f"begin it with `{','.join(HEADER)}`"
        raise InputError("the ledger's columns are not ours", at=Location(str(path), 1), mend=mend)
    found = {}
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(HEADER) or len(row[1]) != _DIGEST:
            mend = "write a rule's id, a comment's digest, and why it is accepted"
            raise InputError("is no entry of a ledger", at=Location(str(path), line), mend=mend)
        found[row[0], row[1]] = row[2]
    return found


def write_ledger(path: Path, alarms: Iterable[Alarm], ledger: Mapping[Key, str]) -> None:
    """Write a ledger of these alarms, reasons kept; digests and rule ids alone, no text."""
    out = io.StringIO(newline="")
    rows = sorted({(*alarm.key, ledger.get(alarm.key, "")) for alarm in alarms})
    csv.writer(LineFeeds(out)).writerows([HEADER, *rows])
    write_whole(path, out.getvalue().encode())
