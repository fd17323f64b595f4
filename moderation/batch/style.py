"""How the page of a run looks, by day and by night."""

from __future__ import annotations

from typing import Final

# What the browser may do with the page: nothing but paint it.
CSP: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE: Final = """
:root { color-scheme: light dark; --ink: #1d232b; --soft: #5b6673; --line: #d9dee4; --paper: #fff; --panel: #f5f6f8;
  --approve: #2f855a; --review: #c05621; --reject: #b3261e; --plain: #3a6ea5; --none: #a3adb8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #a3adb8; --line: #343b44; --paper: #15181c;
  --panel: #1e2228; --approve: #57b98a; --review: #f0a35e; --reject: #ff8a80; --plain: #7fb2e5; --none: #5b6673; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
p { margin: .25rem 0 .75rem; max-width: 46rem; } .soft { color: var(--soft); font-weight: 400; }
section { margin: 2.5rem 0 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0;
  padding: 0; list-style: none; }
.figures li { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--panel);
  font-size: .9rem; color: var(--soft); }
.figures b { display: block; font-size: 1.6rem; line-height: 1.25; color: var(--ink);
  font-variant-numeric: tabular-nums; }
svg { display: block; overflow: visible; } .stack { width: 100%; height: 28px; border-radius: 4px; overflow: hidden; }
.names { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .6rem 0 0; padding: 0; list-style: none; }
.names i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .45em; }
.approve { fill: var(--approve); background: var(--approve); }
.review { fill: var(--review); background: var(--review); }
.reject { fill: var(--reject); background: var(--reject); }
.plain, .stage { fill: var(--plain); background: var(--plain); }
.none { fill: var(--none); background: var(--none); } .hatched { fill: url(#hatch); }
#hatch path { stroke: var(--paper); stroke-width: 5; } .defs { position: absolute; width: 0; height: 0; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1.25rem 1.5rem; }
figure { margin: 0; }
figcaption { display: flex; justify-content: space-between; font-size: .9rem; margin-bottom: .4rem; }
figure .soft { font-size: .8rem; } .panel { width: 100%; } .panel text { font-size: 10px; fill: var(--soft); }
.axis { stroke: var(--line); }
table { border-collapse: collapse; width: 100%; } th { font-weight: 400; text-align: left; } .wide { overflow-x: auto; }
td, th { padding: .3rem .75rem .3rem 0; vertical-align: middle; border-bottom: 1px solid var(--line); }
.bars th { width: 1%; white-space: nowrap; font-size: .9rem; } .bars tr > * { border: 0; padding-block: .15rem; }
.bar svg { width: 100%; height: 14px; } .bar rect { rx: 3px; }
.n { text-align: right; width: 1%; white-space: nowrap; font-variant-numeric: tabular-nums; }
code { font: .85rem ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
footer { margin-top: 3rem; font-size: .9rem; }
@media (max-width: 34rem) { .bars th { white-space: normal; width: 40%; overflow-wrap: anywhere; } }
@media print { body { font-size: 12px; } section { break-inside: avoid; } }
"""
