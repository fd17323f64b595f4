"""A diff as one HTML file: no script, nothing fetched, every text escaped; for a reviewer who opens a CI artefact."""

from __future__ import annotations

from html import escape
from typing import Final

from moderation import __version__
from moderation.batch.style import CSP
from moderation.lab.change.diff import CauseDiff, Diff, Example, Past
from moderation.lab.change.report import loud, moves, past_in_words, quiet_in_words, share_in_words
from moderation.lab.masking import pieces

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1d232b; --soft: #5b6673; --line: #d9dee4; --paper: #fff; --panel: #f5f6f8;
  --caught: #9a4208; --freed: #1b6e48; --moved: #1f5f8b; --hit: #ffe2c2; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #a3adb8; --line: #343b44; --paper: #15181c;
  --panel: #1e2228; --caught: #f0a35e; --freed: #6fcf9f; --moved: #86bbe0; --hit: #5a3a17; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 68rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem; }
p { margin: .25rem 0; } .soft { color: var(--soft); }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; padding: 0; list-style: none; }
.figures li { flex: 1 1 9rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 8px;
  background: var(--panel); }
.figures b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.over, .fits { margin: 1rem 0; border-left: 4px solid var(--bad); padding: .5rem 1rem; background: var(--panel);
  border-radius: 0 8px 8px 0; } .fits { border-color: var(--freed); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; font-size: .875rem; color: var(--soft); } .n { text-align: right;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
code, .text { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .875rem; }
.caught { color: var(--caught); } .freed { color: var(--freed); } .moved { color: var(--moved); }
article { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; margin: .75rem 0; }
.text { margin: .5rem 0 0; overflow-wrap: anywhere; color: var(--soft); unicode-bidi: isolate; }
.text.open { color: var(--ink); } mark { background: var(--hit); color: var(--ink); border-radius: 3px;
  padding: 0 .15em; unicode-bidi: isolate; }
.foot { margin-top: 2rem; }
.tag { font-size: .8rem; border: 1px solid currentColor; border-radius: 99px; padding: .05rem .5rem; }
"""
_CHANGES: Final = {"caught": "newly caught", "freed": "newly freed", "moved": "sent elsewhere"}


def as_html(found: Diff, *, show_text: bool) -> str:
    """Return the report as one HTML page."""
    title = f"{escape(found.old)} → {escape(found.new)}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{CSP}"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="referrer" content="no-referrer"><title>Rules diff: {title}</title><style>{_STYLE}</style></head>'
        f'<body><main><h1>{title}</h1><p class="soft">What the change does to {found.comments:,} comments.</p>'
        f"{_budget(found)}{_figures(found)}{_rules(found)}{_examples(found, show_text=show_text)}"
        f'<p class="soft foot">{_foot(found, show_text=show_text)}</p></main></body></html>\n'
    )


def _budget(found: Diff) -> str:
    if found.overruns:
        lines = "".join(f"<p>{escape(str(overrun))}</p>" for overrun in found.overruns)
        return f'<div class="over"><p><b>Over budget</b></p>{lines}</div>'
    if found.budgets:
        told = ", ".join(str(budget) for budget in found.budgets)
        return f'<div class="fits"><p>Within the budget {escape(told)}</p></div>'
    return ""


def _figures(found: Diff) -> str:
    figures = (("newly caught", found.caught), ("newly freed", found.freed), ("sent elsewhere", found.route_changes))
    items = "".join(f"<li><b>{count:,}</b>{name} <span class=soft>{_share(count, found.comments)}</span></li>"
                    for name, count in figures)  # fmt: skip
    told = f'<p class="soft">{escape(moves(found.routes))}</p>' if found.routes else ""
    return f'<ul class="figures">{items}</ul>{told}'


def _share(count: int, comments: int) -> str:
    return f"{count / comments:.2%}" if count else ""


def _rules(found: Diff) -> str:
    if not found.causes:
        return '<p class="fits">Nothing changes: no rule matches otherwise, no comment is sent elsewhere.</p>'
    causes, quiet = loud(found), quiet_in_words(found)
    silent = f'<p class="soft">{escape(quiet[0].upper() + quiet[1:])}</p>' if quiet else ""
    if not causes:
        return silent
    ruled = any(cause.past for cause in causes)
    heads = "<th>Rule</th><th></th><th class=n>Caught</th><th class=n>Freed</th><th>Sent elsewhere</th>"
    heads += "<th>Rejected by people</th>" if ruled else ""
    rows = "".join(_rule(cause, ruled=ruled) for cause in causes)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<h2>By rule</h2><div class="wide">{table}</div>{silent}'


def _rule(cause: CauseDiff, *, ruled: bool) -> str:
    effect = cause.effect
    now = f"catches {effect.after:,}, {effect.before:,} before" if effect.before or effect.after else ""
    past = f"<td>{_past(cause.past)}</td>" if ruled else ""
    return (
        f"<tr><td><code>{escape(cause.cause)}</code><br>{escape(cause.title)}"
        f'{"<br><span class=soft>" + now + "</span>" if now else ""}</td><td class="soft">{escape(cause.how)}</td>'
        f'<td class="n caught">{effect.caught:,}</td><td class="n freed">{effect.freed:,}</td>'
        f"<td>{escape(moves(dict(sorted(effect.routes.items()))))}</td>{past}</tr>"
    )


def _past(past: Past | None) -> str:
    figures = past_in_words(past) if past else []
    return "".join(f'<p><span class="soft">{when}</span> {escape(share_in_words(one))}</p>' for when, one in figures)


def _examples(found: Diff, *, show_text: bool) -> str:
    if not found.examples:
        return ""
    cards = "".join(_example(example, show_text=show_text) for example in found.examples)
    told = "The most surprising first: what lies far from everything that the rule had to do with so far."
    return f'<h2>Comments to look at</h2><p class="soft">{told}</p>{cards}'


def _example(example: Example, *, show_text: bool) -> str:
    seen = example.seen
    moved = f"{seen.before} → {seen.after}" if seen.before != seen.after else f"stays {seen.after}"
    body = "".join(f"<mark>{escape(piece.text)}</mark>" if piece.hit else escape(piece.text)
                   for piece in pieces(seen.text, seen.spans, show_text=show_text))  # fmt: skip
    return (
        f'<article><p><span class="tag {seen.change}">{_CHANGES[seen.change]}</span> <code>{escape(seen.cause)}</code> '
        f'{escape(moved)} <span class="soft">surprise {example.surprise:.2f} · comment <code>{escape(seen.id)}</code>'
        f'</span></p><p dir="auto" class="text{" open" if show_text else ""}">{body}</p></article>'
    )


def _foot(found: Diff, *, show_text: bool) -> str:
    hidden = "" if show_text else "Only what a rule found is shown; the rest of each comment is masked. "
    failed = f"{found.failed:,} comments could not be judged and go to a person. " if found.failed else ""
    return f"{hidden}{failed}moderation {escape(__version__)}"
