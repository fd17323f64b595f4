"""Make moderation/normalise/known.txt: the words that are never another word in disguise, frequent ones first.

    python .ci/known.py --data DIR --dictionaries FILE...

FILE are word lists of SCOWL (here american-english-large and british-english-large, version 2020.12.07, as Debian
packages them), DIR holds toxicity/civil_comments_train.csv (CC0): names, abbreviations and slang of its comments that
no dictionary has. Pieces of censored words that people write often (`f uck`, `fking`) are left out by hand.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "moderation" / "normalise" / "known.txt"
WORD = re.compile(r"[a-z]{3,}")
STRETCHED = re.compile(r"(.)\1\1")
LEAST_COMMENTS = 3
PIECES = frozenset("uck cking fking fkn fing sht btch cck cra ssy".split())  # noqa: SIM905
# Of two letters dictionaries hold nearly all there are; these are words of their own, `ck` and `ch` are pieces.
SHORT = """
ad ah ai al am an as at aw ax bc be bi bs by da de di do dr ed eg eh el em en er et eu ex fb go ha he hi hm ho id ie if
ii in is it jr la lb le li ll lo lt ma md me mi mm mo mp mr ms mt mu my nd nh no ny of oh ok on op or os ow ox oz pa pc
pe pi pm po pr ps pt qc rd re sc se si so st ta td tn to tv tx ty uh uk um un up us va ve vs vt wa we wi wo ya ye yo
"""


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("MODERATION_DATA"), required=False)
    parser.add_argument("--dictionaries", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    words = {word for path in given.dictionaries for word in path.read_text(encoding="utf-8").lower().split()}
    source = next(path for path in (given.data / "data", given.data) if (path / "toxicity").is_dir())
    comments = _written(source / "toxicity" / "civil_comments_train.csv")
    words |= {word for word, count in comments.items() if count >= LEAST_COMMENTS}
    kept = {*(word for word in words - PIECES if WORD.fullmatch(word) and not STRETCHED.search(word)), *SHORT.split()}
    kept = sorted(kept, key=lambda word: (-comments[word], word))
    TARGET.write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} words")


def _written(path: Path) -> Counter[str]:
    """Return the words of the comments, and in how many each stands."""
    comments: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            comments.update(set(re.findall(r"[^\W\d_]+", row["comment_text"].lower())))
    return comments


if __name__ == "__main__":
    main()
