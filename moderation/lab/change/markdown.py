"""A diff as Markdown: what a workflow posts below the change that it is about, on GitHub or GitLab.

Comments are hostile, and a page of a forge makes mentions, references, links, pictures and commands out of text. So no
sign of a text from outside stands there as itself: signs are written as entities, which Markdown takes for letters, and
inside `<code>`, where the forges look for nothing. No line begins with such a text, and none has a line break.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from moderation import __version__
from moderation.lab.change.diff import CauseDiff, Diff, Example
from moderation.lab.change.report import loud, moves, past_in_words, quiet_in_words, share_in_words
from moderation.lab.change.tally import Change
from moderation.lab.masking import ELLIPSIS, MASK, pieces, plain

# GitHub takes 65,536 characters; what a workflow writes around it needs room, too.
MOST: Final = 60_000
# By this line a workflow finds what it posted before, and posts it anew instead of once more.
MARK: Final = "<!-- moderation: rules diff -->"
_LONGEST_NAME: Final = 80
_WIDTH: Final = 160
_MARKS_OF_A_LETTER: Final = 2
_SECTIONS_OWN: Final = 1_000  # what stands around the lists
_SIGN: Final = re.compile(r"[!-/:-@\[-`{-~]")
_SECTIONS: Final[tuple[tuple[Change, str], ...]] = (
    ("caught", "Newly caught"), ("freed", "Newly freed"), ("moved", "Sent elsewhere by the same rules"),
)  # fmt: skip


def as_markdown(found: Diff, *, show_text: bool, most: int = MOST) -> str:
    """Return the report as Markdown of at most `most` characters, the summary first."""
    head, foot = "\n".join(_head(found)), _foot(show_text=show_text)
    room = most - _length(head) - _length(foot) - _SECTIONS_OWN
    rules = _rules(found, room // 2)
    examples = _sections(found, room - _length(rules), show_text=show_text)
    return "\n\n".join(part for part in (head, rules, *examples, foot) if part) + "\n"


def _length(text: str) -> int:
    """Return how long a text is for whoever counts an emoji as two."""
    return len(text) + sum(char > "\uffff" for char in text)


# --- texts from outside ---


def harmless(text: str) -> str:
    """Return a text in which no sign of Markdown, HTML or a forge is left, on one line, what hides in it shown."""
    return _SIGN.sub(lambda found: f"&#{ord(found[0])};", "".join(_unpiled(plain(text))))


def _unpiled(text: str) -> Iterator[str]:
    """Yield the characters without the marks that pile up over one letter, which would cover the lines around."""
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS_OF_A_LETTER:
            yield char


def _named(text: str) -> str:
    """Return a name from outside: a branch, a title, a comment's id."""
    cut = text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}{ELLIPSIS}"
    return f"<code>{harmless(cut)}</code>" if cut.strip() else ""


# --- the summary ---


def _head(found: Diff) -> Iterator[str]:
    yield from (MARK, f"### Rules diff: {_named(found.old)} → {_named(found.new)}", "", _verdict(found), "")
    if not found.causes and not found.routes:
        yield f"Nothing changes for {found.comments:,} comments: no rule matches otherwise, none is sent elsewhere."
        return
    yield from ("| | comments | of all |", "|---|---:|---:|")
    figures = (
        ("newly caught", found.caught), ("newly freed", found.freed), ("sent elsewhere", found.route_changes),
        *((name.replace("_to_", " → "), count) for name, count in found.routes.items()),
    )  # fmt: skip
    for name, count in figures:
        yield f"| {name} | {count:,} | {count / found.comments:.2%} |"
    yield from ("", f"Out of {found.comments:,} comments. {_touched(found)}")
    if found.failed:
        yield f"{found.failed:,} comments could not be judged by a rule or the classifier; they go to a person."


def _verdict(found: Diff) -> str:
    """Return the exit status with its reason."""
    if found.overruns:
        told = "; ".join(str(overrun) for overrun in found.overruns)
        return f"**Over budget** (exit status 1): {told}."
    if found.budgets:
        return f"**Within the budget** {', '.join(map(str, found.budgets))} (exit status 0)."
    return "**No budget** was set, so nothing can fail (exit status 0)."


def _touched(found: Diff) -> str:
    how = [cause.how for cause in found.causes if cause.how != "threshold"]
    kinds = [f"{how.count(kind):,} {kind}" for kind in ("added", "changed", "removed") if kind in how]
    rules = f"{len(how):,} rule{'s' * (len(how) != 1)} touched" + (f": {', '.join(kinds)}." if kinds else ".")
    crossed = [_named(cause.cause) for cause in found.causes if cause.how == "threshold"]
    return rules + (f" Crossed otherwise: {', '.join(crossed)}." if crossed else "")


# --- the lists ---


def _folded(summary: str, lines: Iterable[str], *, is_open: bool = False) -> str:
    """Return what opens on a click; without an empty line, so that it is HTML to its end."""
    return "\n".join([f"<details{' open' * is_open}><summary>{summary}</summary>", *lines, "</details>"])


def _fitting(lines: Iterable[str], room: int) -> Iterator[str]:
    """Yield lines as long as there is room for them."""
    for line in lines:
        room -= _length(line) + 1
        if room < 0:
            return
        yield line


def _rules(found: Diff, room: int) -> str:
    causes, quiet = loud(found), quiet_in_words(found)
    if not causes and not quiet:
        return ""
    silent = f"<li>{harmless(quiet)}</li>" if quiet else ""
    lines = list(_fitting((f"<li>{_rule(cause)}</li>" for cause in causes), room - _length(silent)))
    if len(lines) < len(causes):
        lines.append(f"<li>and {len(causes) - len(lines):,} more</li>")
    lines += [silent] if silent else []
    return _folded(f"By rule: {len(causes):,} with an effect here", ["<ul>", *lines, "</ul>"], is_open=True)


def _rule(cause: CauseDiff) -> str:
    effect = cause.effect
    told = [f"caught +{effect.caught:,}", f"freed -{effect.freed:,}"]
    if cause.how != "threshold" and (effect.before or effect.after):
        told.append(f"catches {effect.after:,}, {effect.before:,} before")
    if effect.routes:
        told.append(moves(dict(sorted(effect.routes.items()))))
    if cause.past:
        told += [f"rejected by people, {when}: {share_in_words(one)}" for when, one in past_in_words(cause.past)]
    return f"{_named(cause.cause)} ({cause.how}) {_named(cause.title)}<br>{'; '.join(told)}"


def _sections(found: Diff, room: int, *, show_text: bool) -> Iterator[str]:
    """Yield a list for each kind of change; the examples for which there is no room are counted."""
    told = {
        change: [_example(one, show_text=show_text) for one in found.examples if one.seen.change == change]
        for change, _ in _SECTIONS
    }
    shown: dict[Change, list[str]] = {}
    # Each kind has its share of the room, and what those with few examples leave of theirs.
    for left, change in zip((3, 2, 1), sorted(told, key=lambda change: len(told[change])), strict=True):
        shown[change] = list(_fitting(told[change], room // left))
        room -= sum(_length(line) + 1 for line in shown[change])
    for change, name in _SECTIONS:
        if shown[change]:
            summary = f"{name}: {len(shown[change]):,} to look at, the most surprising first"
            yield _folded(summary, ["<ul>", *shown[change], "</ul>"])
    missing = len(found.examples) - sum(map(len, shown.values()))
    if missing:
        yield f"There was no room for {missing:,} more; `--html FILE` writes all of them."


def _example(example: Example, *, show_text: bool) -> str:
    seen = example.seen
    moved = f"{seen.before} → {seen.after}" if seen.before != seen.after else f"stays {seen.after}"
    shown = pieces(seen.text, seen.spans, show_text=show_text, width=_WIDTH)
    body = "".join(f"<b>{harmless(piece.text)}</b>" if piece.hit else harmless(piece.text) for piece in shown)
    readable = show_text or any(set(piece.text) - {MASK, ELLIPSIS, " "} for piece in shown)
    told = f'<code dir="auto">{body}</code>' if readable else f"({len(seen.text):,} characters, no words in particular)"
    head = f"{_named(seen.cause)} {moved}, surprise {example.surprise:.2f}, comment {_named(seen.id)}"
    return f"<li>{head}<br>{told}</li>"


def _foot(*, show_text: bool) -> str:
    hidden = "" if show_text else "Only what was found is shown, the rest of each comment is masked. "
    return f"<sub>{hidden}moderation {__version__}</sub>"
