"""Language detection: right, undetermined and wrong per language and length, speed on a dump, and peers beside it.

The data are test sentences in five languages (`languages/*.csv`) and English comments of two news sites and of wiki
talk. The dump has four English comments to one of another language.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.environments import measure
from benchmarks.table import show
from moderation.language import detect_all

OTHERS = {"german": "de", "french": "fr", "spanish": "es", "arabic": "ar", "mandarin": "zh"}
# file below toxicity/, its column, and the step by which rows are taken
ENGLISH = (
    ("civil_comments_natural_dev.csv", "example", 1),
    ("fox_news_comments.csv", "text", 1),
    ("jigsaw_wiki_train.csv", "comment_text", 20),
)
LENGTHS = ((0, 15), (15, 30), (30, 100), (100, 10**9))
JUNK = ("12345 !!!", "", "\U0001f389\U0001f389", "lol", "asdf qwer zxcv", "https://example.com/a/page")
DUMP = 10_000
RUNS = 3
SOME = 1500
PEERS = {
    "langdetect_alone": (),
    "py3langid_alone": ("py3langid==0.4.0",),
    "eldc_alone": ("eldc==0.4.0",),
}


class Labelled(NamedTuple):
    """A text, its language, and the set that it is from."""

    text: str
    code: str
    source: str


def run(data: Path | None) -> None:
    """Print three tables; `data` names the folder."""
    if data is None:
        raise SystemExit("name the folder with --data")
    texts = list(_texts(next(path for path in (data / "data", data) if (path / "languages").is_dir())))
    found = [language.code for language in detect_all([labelled.text for labelled in texts])]
    sources = dict.fromkeys(labelled.source for labelled in texts)
    pairs = list(zip(texts, found, strict=True))
    rows = [_row(source, [pair for pair in pairs if pair[0].source == source]) for source in sources]
    show(("", "texts", "right", "und", "wrong", "taken for"), [*rows, _row("all", pairs)])
    print()
    show(("characters", "texts", "right", "und", "wrong", "taken for"), list(_by_length(pairs)))
    junk = [language.code for language in detect_all(JUNK)]
    print(f"\njunk: {sum(code == 'und' for code in junk)} of {len(JUNK)} undetermined\n")
    _speed_and_peers(texts)


def _texts(data: Path) -> Iterator[Labelled]:
    for name, code in OTHERS.items():
        for text in _column(data / "languages" / f"{name}.csv", "test_case"):
            yield Labelled(text, code, name)
    for name, column, step in ENGLISH:
        for text in islice(_column(data / "toxicity" / name, column), 0, None, step):
            yield Labelled(text, "en", f"english: {name.partition('_')[0]}")


def _column(path: Path, column: str) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield row[column]


def _row(name: str, pairs: Sequence[tuple[Labelled, str]]) -> tuple[object, ...]:
    wrong = Counter(code for labelled, code in pairs if code not in (labelled.code, "und"))
    right = sum(labelled.code == code for labelled, code in pairs)
    unknown = len(pairs) - right - wrong.total()
    shares = (f"{count / max(1, len(pairs)):.2%}" for count in (right, unknown, wrong.total()))
    return (name, len(pairs), *shares, ", ".join(f"{code} {count}" for code, count in wrong.most_common(4)))


def _by_length(pairs: Sequence[tuple[Labelled, str]]) -> Iterator[tuple[object, ...]]:
    for english in (True, False):
        for least, below in LENGTHS:
            some = [
                (labelled, code)
                for labelled, code in pairs
                if (labelled.code == "en") == english and least <= len(labelled.text) < below
            ]
            upper = f"to {below - 1}" if below < 10**9 else "and more"
            yield _row(f"{'English' if english else 'others'}, {least} {upper}", some)


def _speed_and_peers(texts: Sequence[Labelled]) -> None:
    dump = _dump(texts)
    words = sum(len(labelled.text.split()) for labelled in dump) / len(dump)
    print(f"{len(dump):,} comments, four in five English, {words:.0f} words on average, one core\n")
    rate = max(_rate([labelled.text for labelled in dump]) for _ in range(RUNS))
    right = [found.code for found in detect_all([labelled.text for labelled in dump])]
    rows: list[tuple[object, ...]] = [("moderation", rate, _accuracy(dump, right), "1")]
    for peer, packages in PEERS.items():
        some = dump[:SOME]
        told = measure(peer, packages, [labelled.text for labelled in some])
        if isinstance(told, str):
            rows.append((peer, told, "", ""))
        else:
            rows.append((peer, told["batch"], _accuracy(some, told["codes"]), f"{told['batch'] / rate:.4f}"))
    show(("", "comments/s", "right", "ratio"), rows)


def _dump(texts: Sequence[Labelled]) -> list[Labelled]:
    """Return four English comments and one of another language, and so on."""
    english = cycle([labelled for labelled in texts if labelled.code == "en"])
    by_code = {code: cycle([labelled for labelled in texts if labelled.code == code]) for code in OTHERS.values()}
    others = (next(by_code[code]) for code in cycle(OTHERS.values()))
    return [next(others) if number % 5 == 4 else next(english) for number in range(DUMP)]


def _rate(texts: Sequence[str]) -> float:
    begin = time.process_time()
    detect_all(texts)
    return len(texts) / (time.process_time() - begin)


def _accuracy(texts: Sequence[Labelled], codes: Sequence[str]) -> str:
    return f"{sum(labelled.code == code for labelled, code in zip(texts, codes, strict=True)) / len(texts):.2%}"
