"""The figures of docs/scale.md, and the tables and sentences that hold them.

`python -m benchmarks.scale --write` keeps what it measured in benchmarks/scale.json and writes the page's blocks, which
stand between `<!-- figures:NAME -->` and `<!-- end -->`, anew from it; a test holds that the page says what the file
says.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
FIGURES: Final = ROOT / "benchmarks" / "scale.json"
PAGE: Final = ROOT / "docs" / "scale.md"
MACHINES, CORES = 10, 16
HOUR: Final = 3600
_THOUSAND: Final = 1000  # a billion are so many millions
_BLOCK: Final = re.compile(r"(<!-- figures:(\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
# CPU seconds a million comments throughout, and seconds to start.
Figures = dict[str, Any]


def read() -> Figures:
    """Return the figures that are kept."""
    found: Figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found


def page(text: str, figures: Figures) -> str:
    """Return the page with every block written anew; KeyError for a block that nobody knows."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{BLOCKS[found[2]](figures)}\n\n{found[4]}", text)


def write(figures: Figures) -> None:
    """Keep the figures, and put them into the page."""
    FIGURES.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")


def _when(f: Figures) -> str:
    if f["rules"] is None:
        return "They are those of an earlier version, which cost more; the stage table of the README is newer."
    return f"Measured with version {f['version']}, model `{f['model'][:12]}`, rules `{f['rules'][:12]}`."


def _costs(f: Figures) -> str:
    first, *others = f["judged"]
    rows = [
        ("read JSON Lines", f["read"]),
        (f"language, fold, rules, `{first}`, triage", f["judged"][first]["alone"]),
        *((f"the same with `{name}`", f["judged"][name]["alone"]) for name in others),
        ("`--context`: the first reading, reading included", f["context"]),
        ("`--engine`: packing chunks, on the driver", f["pack"]),
        ("`--engine`: unpacking them, on a worker", f["unpack"]),
    ]
    return "\n".join(
        ["| stage | CPU s a million |", "|---|---:|", *(f"| {name} | {each:,.0f} |" for name, each in rows)]
    )


def _processes(f: Figures) -> str:
    runs = f["processes"]
    lines = ["| processes | CPU s a million | of it in the parent | CPU s to start |", "|---:|---:|---:|---:|"]
    lines += [f"| {n} | {one['all']:,.0f} | {one['parent']:,.0f} | {one['start']:.1f} |" for n, one in runs.items()]
    one, two, parent = runs["1"]["all"], runs["2"]["all"], runs["2"]["parent"]
    busy = int((two - parent) / parent)
    said = _prose(
        f"Two processes take {two / one:.0%} of the CPU of one, but for starting, though comments travel to them.",
        f"The parent reads, hands out and joins, {parent:.0f} s a million.",
        f"So it keeps ({two:.0f} - {parent:.0f}) / {parent:.0f}, {busy} workers, busy;",
        f"core number {busy + 2} on the same file has nothing to do.",
        f"On two cores the work of all bounds the time: {two:.0f} / 2,",
        f"{two / 2:.0f} s a million against {one:.0f} with one.",
    )
    return "\n".join([*lines, "", said])


def _driver(f: Figures) -> str:
    fed = ", ".join(f"{count} workers of `{name}`" for name, count in _fed(f).items())
    return _prose(
        "The driver reads, packs, and joins what comes back.",
        f"At {f['read']:.0f} + {f['pack']:.0f} s a million one driver feeds {fed}.",
        "Beyond that, let the workers read:",
    )


def _billion(f: Figures) -> str:
    where = f"on {MACHINES} machines of {CORES} cores"
    lines = [
        f"| classifier | core hours | {where} | workers that one reading driver would feed |",
        "|---|---:|---:|---:|",
    ]
    for name, fed in _fed(f).items():
        hours = f["judged"][name]["frame"] * _THOUSAND / HOUR
        lines.append(f"| `{name}` | {hours:,.0f} | {_lasting(hours / MACHINES / CORES)} | {fed} |")
    first = next(iter(f["judged"].values()))["frame"]
    each = round(1e6 / first, -2)
    gigabytes = MACHINES * CORES * each * f["bytes"] / 1e9
    said = _prose(
        "Assumed: cores like the measured one, one worker process a core;",
        "English comments of 54 words, since others skip the classifier and cost less;",
        f"storage that gives {MACHINES * CORES} workers {each:,.0f} comments a second each,",
        f"about {gigabytes:.1f} GB/s in all;",
        "the rules of this version. Not measured: a network, more than two cores, a GPU.",
    )
    return "\n".join([*lines, "", said])


def _breaks(f: Figures) -> str:
    driver, context = (each * _THOUSAND / HOUR for each in (f["read"] + f["pack"], f["context"]))
    first = _prose(
        f"1. **The driver of `--engine`** reads and packs a billion in {_lasting(driver)}, however many workers wait.",
        "Split the dump into one file a machine and run one `moderation score` on each, or use the frames above.",
        indent="   ",
    )
    second = _prose(
        f"2. **`--context`** is one process: {_lasting(context)}, half a terabyte of disk while it works",
        "(512 bytes a comment for signatures and bands), 20 GB afterwards, and some 30 bytes of memory a comment for",
        f"the clusters. A dump of a hundred million ({_lasting(context / 10)}, 50 GB of disk, 3 GB of memory)",
        "is what it is for.",
        indent="   ",
    )
    return f"{first}\n{second}"


def _prose(*parts: str, indent: str = "") -> str:
    return textwrap.fill(" ".join(parts), 120, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def _fed(f: Figures) -> dict[str, int]:
    """Return how many workers one driver that reads and packs keeps busy, by classifier."""
    return {name: round(one["frame"] / (f["read"] + f["pack"])) for name, one in f["judged"].items()}


def _lasting(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:.0f} minutes"
    return f"{hours:.0f} hours" if round(hours) != 1 else "an hour"


BLOCKS: Final[dict[str, Callable[[Figures], str]]] = {
    "when": _when,
    "costs": _costs,
    "processes": _processes,
    "driver": _driver,
    "billion": _billion,
    "breaks": _breaks,
}
