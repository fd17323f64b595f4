"""Run benchmarks: `python -m benchmarks [NAME...] [--data DIR]`."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
from pathlib import Path

PAGES = ("parse_plain_pages", "parse_html_pages", "parse_own_pages", "parse_made_pages")
NAMES = (
    *("start", "speed", "classifiers", "languages", "store", "million", "importing", "desk"),
    *("drift", "rules", "rules_diff", "rules_precision", "batch", "scale", "prevalence", "serve", *PAGES),
)
WANT_DATA = ("classifiers", "languages", "rules_precision", "parse_plain_pages", "parse_html_pages")


def main() -> None:
    """Run the named benchmarks, all by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help="which; all by default")
    parser.add_argument("--data", type=Path, default=os.environ.get("MODERATION_DATA"), help="a folder of outside data")
    given = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    for name in given.names or NAMES:
        if name in WANT_DATA and not given.data:
            print(f"## {name}: left out, it wants --data\n")
            continue
        print(f"## {name}\n")
        importlib.import_module(f"benchmarks.{name}").run(Path(given.data) if given.data else None)
        print()


if __name__ == "__main__":
    main()
