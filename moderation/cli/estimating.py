"""`--estimate`: what goes with it, and an estimate as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import click
from click.core import ParameterSource

from moderation.batch import Estimate
from moderation.errors import UsageError

# Options that say what becomes of the rows: an estimate makes none.
_OF_ROWS: Final = (
    *("summary", "report", "resume", "timings", "show_text", "explain", "columns", "no_text", "pseudonymise", "engine"),
)


def check_estimate(options: Mapping[str, Any], out: str, *, is_estimate: bool, as_json: bool) -> None:
    """Raise UsageError for what an estimate cannot tell, or alone can; say which options it has no use for.

    It is asked by one word more on the command that is to be run, so what that command would write is no mistake.
    """
    if is_estimate:
        for name in ("context", "rollup"):
            if options[name]:
                raise UsageError(f"an estimate looks at a slice, `--{name}` at the whole", mend="leave one of them out")
        idle = (["-o"] if out != "-" else []) + [f"--{name.replace('_', '-')}" for name in _OF_ROWS if options[name]]
        if idle:
            named = ", ".join(f"`{name}`" for name in idle)
            click.echo(f"an estimate scores a slice, here, and writes no rows: {named} have no effect", err=True)
        return
    if as_json:
        raise UsageError("`--json` is for `--estimate`", mend="add it; a run's summary as JSON is `--summary FILE`")
    if click.get_current_context().get_parameter_source("core_hour_price") is not ParameterSource.DEFAULT:
        raise UsageError("`--core-hour-price` is for `--estimate`", mend="add it")


def estimated(found: Estimate) -> str:
    """Return what the policy would hold, and what scoring would cost."""
    lines = [
        f"{found.comments:,} comments; measured on {found.slice:,} of them",
        f"held for a person: {found.share_held:.1%} (about {found.share_held * found.comments:,.0f})",
        f"a person's time: {found.hours_in_all:,.1f} h in all at {found.seconds_per_decision:g} s a decision",
    ]
    if found.held_per_day is not None and found.hours_per_day is not None:
        per_day = f"{found.held_per_day:,.0f} comments, {found.hours_per_day:,.1f} h a day"
        lines.append(f"a day: {per_day} (the comments span {found.days:,.1f} days)")
    lines.append(f"scoring: {found.comments_per_second:,.0f} comments/s, {found.scoring_seconds:,.0f} s on one core")
    lines += ["a person would look because of:"] if found.by_reason else []
    lines += [f"  {count / found.slice:6.1%}  {reason}" for reason, count in list(found.by_reason.items())[:15]]
    return "\n".join([*lines, *_costs(found)])


def _costs(found: Estimate) -> Iterator[str]:
    yield f"{'classifier':<20} {'comments/s a core':>18} {'hours':>9} {'cost':>9} {'cost of a million':>18}"
    for cost in found.costs:
        rate = 1 / cost.seconds if cost.seconds else 0.0
        hours, price = cost.hours(found.comments, found.cores), cost.price(found.comments, found.core_hour_price)
        million = cost.price(1_000_000, found.core_hour_price)
        yield f"{cost.classifier:<20} {rate:>18,.0f} {hours:>9,.2f} {price:>9,.3f} {million:>18,.3f}"
    yield (
        f"assumed: {found.cores} cores that are free for it, {found.core_hour_price:g} a core and hour "
        "(--core-hour-price), the rest of the input like the slice"
    )
