"""The public sets that the shipped model is made of, and how a comment finds its part of a split.

Nothing here is copied into the package: the folder of data is given, and what must never be trained on is refused by
its place in the table. A label that a set does not know is NaN and does not train that head.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from moderation.errors import InputError
from moderation.normalise import fold
from moderation.taxonomy import Label
from moderation.train.identities import sentences
from moderation.train.written import adverts

Part = Literal["train", "dev", "test"]
# What can be learnt from the sets at hand; none of them marks sexually explicit comments.
HEADS: Final[tuple[Label, ...]] = (
    "toxicity",
    "severe_toxicity",
    "obscene",
    "threat",
    "insult",
    "identity_attack",
    "spam",
)
_TOXIC: Final = HEADS[:6]
_SHARED: Final[tuple[Label, ...]] = ("obscene", "threat", "insult", "identity_attack")
_GAP: Final = re.compile(r"\W+")
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?\n]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled comment; `targets` holds probabilities, a label that is missing is not known."""

    source: str
    text: str
    targets: Mapping[Label, float]
    weight: float = 1.0
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """Rows as columns: `texts` are folded, `targets` are rows x HEADS with NaN for "not known"."""

    sources: tuple[str, ...]
    texts: tuple[str, ...]
    targets: NDArray[np.float32]
    weights: NDArray[np.float32]

    def pick(self, chosen: NDArray[np.bool_]) -> Corpus:
        """Return the chosen rows."""
        rows = np.flatnonzero(chosen)
        return Corpus(
            tuple(self.sources[row] for row in rows),
            tuple(self.texts[row] for row in rows),
            self.targets[rows],
            self.weights[rows],
        )

    def of(self, *sources: str) -> Corpus:
        """Return the rows of some sources."""
        return self.pick(np.isin(np.array(self.sources), sources))


def corpus_of(rows: Sequence[Row], heads: Sequence[Label] = HEADS) -> Corpus:
    """Fold the rows and put them into columns."""
    targets = np.full((len(rows), len(heads)), np.nan, np.float32)
    for place, row in enumerate(rows):
        for label, value in row.targets.items():
            targets[place, heads.index(label)] = value
    return Corpus(
        tuple(row.source for row in rows),
        tuple(fold(row.text).text for row in rows),
        targets,
        np.array([row.weight for row in rows], np.float32),
    )


def key(text: str) -> bytes:
    """Return a digest of the words of a text: the same for texts that differ in case, signs and spaces alone."""
    words = _GAP.sub(" ", fold(text).text).strip()
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()


def part(digest: bytes) -> Part:
    """Return the part of the split, 80 : 10 : 10, that a text belongs to for ever."""
    place = int.from_bytes(digest[:2], "big") / 65536
    return "train" if place < 0.8 else "dev" if place < 0.9 else "test"


def half(digest: bytes) -> int:
    """Return 0 or 1: which half of a set that is split once more."""
    return digest[2] % 2


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file; raises InputError where there is none."""
    if not path.is_file():
        raise InputError(f"there is no data file `{path}`", mend="name the folder that holds the sets with --data")
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _all(value: float) -> dict[Label, float]:
    return dict.fromkeys(_TOXIC, value)


def wiki(data: Path) -> Iterator[Row]:
    """Jigsaw's wiki talk comments."""
    columns = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
    for row in read_table(data / "toxicity/jigsaw_wiki_train.csv"):
        targets: dict[Label, float] = {"spam": 0.0}
        targets |= {label: float(row[column]) for label, column in zip(_TOXIC, columns, strict=True)}
        yield Row("wiki", row["comment_text"], targets)


def civil(data: Path) -> Iterator[Row]:
    """News-site comments, chosen for being toxic to somebody: none is a plain negative, so toxicity starts at 0.5."""
    for row in read_table(data / "toxicity/civil_comments_train.csv"):
        targets: dict[Label, float] = {"toxicity": 0.5 + 0.5 * float(row["frac_toxic"]), "spam": 0.0}
        targets |= {label: float(row[f"frac_{label}"]) for label in _SHARED}
        yield Row("civil", row["comment_text"], targets)


def spans(data: Path) -> Iterator[Row]:
    """What the toxic spans of news comments teach: which sentence it is, and the same text without the words.

    This is where easy negatives in the language of news comments come from (AUC at the natural rate .79 -> .87).
    A piece belongs to the part of its comment.
    """
    shares = {key(row.text): row.targets for row in civil(data)}
    for row in read_table(data / "spans/civil_tsd_train.csv"):
        bad_places = marked(row["spans"])
        if not bad_places:
            continue
        digest = key(row["text"])
        toxic: dict[Label, float] = {**shares.get(digest, {}), "toxicity": 1.0}
        for text, bad in _pieces(row["text"], bad_places):
            yield Row(
                "spans" if bad is not None else "cut",
                text,
                toxic if bad else {**_all(0.0), "spam": 0.0},
                weight=1.0 if bad is not None else 1.5,
                part=part(digest),
            )


def marked(spans: str) -> set[int]:
    """Return the offsets in a list such as `[3, 4, 5]`."""
    return {int(place) for place in ast.literal_eval(spans)}


def _pieces(text: str, places: set[int]) -> Iterator[tuple[str, bool | None]]:
    """Yield the text without its marked characters (None), then each sentence and whether it holds marked ones."""
    cut = " ".join("".join(" " if at in places else char for at, char in enumerate(text)).split())
    if len(cut.split()) >= 3:
        yield cut, None
    for found in _SENTENCE.finditer(text):
        if len(found.group().split()) >= 3:
            yield found.group(), any(at in places for at in range(*found.span()))


def surge(data: Path) -> Iterator[Row]:
    """Social media comments, toxic or not."""
    for row in read_table(data / "toxicity/surge_social_media.csv"):
        yield Row("surge", row["text"], {"toxicity": 1.0} if row["is_toxic"] == "Toxic" else {**_all(0.0), "spam": 0})


def davidson(data: Path) -> Iterator[Row]:
    """Tweets found by slurs: auxiliary, with a small weight, for their labels lean on dialect."""
    for row in read_table(data / "toxicity/davidson_tweets.csv"):
        toxic: dict[Label, float] = {"toxicity": 1.0}
        if row["class"] == "0":
            toxic["identity_attack"] = 1.0
        yield Row("davidson", row["tweet"], _all(0.0) if row["class"] == "2" else toxic, weight=0.1)


def madlibs(data: Path) -> Iterator[Row]:
    """Templates with identity terms, so that naming a group is not held against a comment."""
    for row in read_table(data / "bias/identity_madlibs_dev.csv"):
        targets: dict[Label, float] = {"toxicity": 1.0} if row["Label"] == "BAD" else _all(0.0)
        # Half of them stays untouched: two rows of one template would sit on both sides of a split of ten.
        side: Part = "train" if half(key(row["Text"])) else "test"
        yield Row("madlibs", row["Text"], targets, weight=0.3, part=side)


def identities(_: Path) -> Iterator[Row]:
    """Sentences of our own about more groups, kind and unkind."""
    for text, unkind in sentences():
        targets: dict[Label, float] = {"toxicity": 1.0, "identity_attack": 1.0} if unkind else _all(0.0)
        yield Row("identities", text, targets, weight=1.5, part="train")


def links(_: Path) -> Iterator[Row]:
    """Sentences of our own that advertise, and such that hold a link and do not."""
    for text, spam in adverts():
        targets: dict[Label, float] = {"spam": 1.0} if spam else {**_all(0.0), "spam": 0.0}
        yield Row("links", text, targets, weight=0.5 if spam else 1.0, part="train")


def youtube(data: Path) -> Iterator[Row]:
    """Comments under three videos; one video is kept apart, for spam repeats itself under a video."""
    for row in read_table(data / "spam/youtube_spam_dev.csv"):
        side: Part = "train"
        if row["video"] == "KatyPerry":
            side = "dev" if half(key(row["CONTENT"])) else "test"
        yield Row("youtube", row["CONTENT"], {"spam": float(row["CLASS"])}, part=side)


def sms(data: Path) -> Iterator[Row]:
    """Text messages; half the weight, for they are no comments."""
    path = data / "spam/sms_spam_collection.tsv"
    if not path.is_file():
        raise InputError(f"there is no data file `{path}`", mend="name the folder that holds the sets with --data")
    for line in path.read_text(encoding="utf-8").split("\n"):
        kind, found, text = line.partition("\t")
        if found:  # one message is broken in two lines; its second half has no label
            yield Row("sms", text, {"spam": float(kind == "spam")}, weight=0.5)


SOURCES: Final[tuple[Callable[[Path], Iterator[Row]], ...]] = (
    wiki,
    civil,
    spans,
    surge,
    davidson,
    madlibs,
    identities,
    links,
    youtube,
    sms,
)
# Never trained on: (file, column of the text).
MEASURED: Final[tuple[tuple[str, str], ...]] = (
    ("toxicity/civil_comments_natural_dev.csv", "example"),
    ("toxicity/fox_news_comments.csv", "text"),
    ("spans/civil_tsd_trial.csv", "text"),
    ("perspective/perspective_wiki_scores_dev.csv", "comment_text"),
)


def split(data: Path) -> dict[Part, Corpus]:
    """Read all sources, drop what the measured sets contain and what came before, and split by the words' digest."""
    seen = {key(row[column]) for file, column in MEASURED for row in read_table(data / file)}
    parts: dict[Part, list[Row]] = {"train": [], "dev": [], "test": []}
    for source in SOURCES:
        for row in source(data):
            digest = key(row.text)
            if digest not in seen:
                seen.add(digest)
                parts[row.part or part(digest)].append(row)
    return {name: corpus_of(rows) for name, rows in parts.items()}
