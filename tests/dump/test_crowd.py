"""What only a whole dump tells: who wrote nearly the same, and whose author hurries from thread to thread."""

from __future__ import annotations

import errno
import json
import os
import random
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pandas as pd
import pytest

from moderation.batch import Progress, Request, score_files
from moderation.batch.twice import read_before
from moderation.distributed import spread
from moderation.dump import Crowd, gather
from moderation.dump.gather import WINDOW_SECONDS
from moderation.dump.similar import SAME
from moderation.errors import InputError, UsageError
from moderation.records import Comment, Context

WORDS = [f"{a}{b}" for a in ("ba", "do", "ki", "lu", "me", "ra", "so", "tu") for b in ("n", "r", "st", "l", "m")]
APPEAL = "the council should at last mend the old bridge in the east before winter comes back to our town again"
RULES = """\
format: 1
defaults: {lang: [en], status: experimental, action: review}
rules:
- id: spam.campaign
  title: The same text from many authors
  category: spam
  score: 0.4
  match: {copied: {times: {min: 4}, authors: {min: 3}}}
  tests:
    match: [{text: mend the bridge, copied: {times: 4, authors: 3}}]
    no_match: [mend the bridge, {text: mend the bridge, copied: {times: 4, authors: 2}}]
- id: spam.hurried
  title: Many articles in minutes
  category: spam
  score: 0.4
  match: {author: {threads: {min: 4}}}
  tests:
    match: [{text: hello there, author: {threads: 4}}]
    no_match: [hello there]
"""


def _comment(number: int, text: str, author: str | None = None, minute: float = 0, thread: str = "t") -> Comment:
    at = f"2024-03-01T10:{int(minute):02d}:{int(minute % 1 * 60):02d}Z"
    return Comment(source="s", thread_id=thread, id=str(number), text=text, author=author, created_at=at)


def _facts(comments: list[Comment], folder: Path) -> list[Context]:
    crowd = gather(comments, folder, "these")
    return [context for _, context in crowd.place((comment, None) for comment in comments) if context]


def _noise(chance: random.Random, length: int = 20) -> str:
    return " ".join(chance.choices(WORDS, k=length))


def test_texts_that_differ_in_a_word_are_one_cluster_and_strangers_are_none(tmp_path: Path) -> None:
    """Each knows how many they are, from how many authors, and who was first."""
    chance = random.Random(1)
    comments = [_comment(n, _noise(chance), f"a{n}") for n in range(60)]
    for n, place in enumerate(range(5, 55, 10)):
        words = APPEAL.split()
        words[4 * n] = "really"
        comments[place] = _comment(place, " ".join(words), f"campaigner {n % 3}")
    facts = _facts(comments, tmp_path / "index")

    told = {n: (fact.cluster, fact.copied_times, fact.copied_authors) for n, fact in enumerate(facts)}
    assert {n: told.pop(n) for n in range(5, 55, 10)} == dict.fromkeys(range(5, 55, 10), (5, 5, 3))
    assert set(told.values()) == {(None, 1, 1)}


def test_clusters_are_those_that_comparing_every_pair_finds(tmp_path: Path) -> None:
    """On texts that share clearly more or clearly less than the limit, banding loses nothing and adds nothing."""
    chance = random.Random(2)
    texts: list[str] = []
    for _ in range(12):
        words = _noise(chance, 40).split()
        for _ in range(chance.randrange(1, 5)):
            copy = list(words)
            copy[chance.randrange(40)] = "other"
            texts.append(" ".join(copy))
    chance.shuffle(texts)
    facts = _facts([_comment(n, text) for n, text in enumerate(texts)], tmp_path / "index")

    first = list(range(len(texts)))
    for one, two in combinations(range(len(texts)), 2):
        a, b = (set(pairwise(texts[n].split())) for n in (one, two))
        if len(a & b) / len(a | b) >= SAME:
            low, high = sorted((first[one], first[two]))
            first = [low if of == high else of for of in first]
    assert [n if fact.cluster is None else fact.cluster for n, fact in enumerate(facts)] == first


def test_what_is_short_or_nameless_is_not_known(tmp_path: Path) -> None:
    """Short texts are alike by chance, and nobody is not one author."""
    short, nameless = _comment(0, "I agree", "Ann"), _comment(1, APPEAL)
    facts = _facts([short, nameless, _comment(2, APPEAL)], tmp_path / "index")

    assert (facts[0].copied_times, facts[0].copied_authors) == (None, None)
    assert (facts[1].copied_times, facts[1].copied_authors, facts[1].author_threads) == (2, None, None)


def test_threads_of_an_author_count_within_the_window_up_to_the_comment(tmp_path: Path) -> None:
    """Twice under one article is one; what lies further back than ten minutes is none; others do not count."""
    minutes = [0, 1, 1, 5, 9.5, 10.5, 40]
    threads = ["a", "b", "b", "c", "d", "e", "f"]
    comments = [
        _comment(n, "x", "Ann", at, thread) for n, (at, thread) in enumerate(zip(minutes, threads, strict=True))
    ]
    comments.insert(3, _comment(99, "x", "Bob", 4, "z"))
    found = [fact.author_threads for fact in _facts(comments, tmp_path / "index")]

    assert WINDOW_SECONDS == 600
    assert found == [1, 2, 2, 1, 3, 4, 4, 1]


def test_an_index_is_taken_again_only_for_what_it_was_made_from(tmp_path: Path) -> None:
    """The same dump has the same digest; another number of comments than the first time is refused."""
    comments = [_comment(n, APPEAL, f"a{n}") for n in range(4)]
    made = gather(comments, tmp_path / "index", {"sha256": "1"})

    assert gather([], tmp_path / "index", {"sha256": "1"}) == made
    assert gather(comments, tmp_path / "again", {"sha256": "1"}).digest == made.digest
    assert Crowd.opened(tmp_path / "index", {"sha256": "2"}) is None
    for other in (comments[:3], [*comments, comments[0]]):
        with pytest.raises(InputError, match="4 comments that the first reading found"):
            list(made.place((comment, None) for comment in other))


@pytest.fixture
def request_of(tmp_path: Path) -> Callable[..., Request]:
    """A dump with a campaign and a hurried author, to be scored by rules that ask for both."""
    chance = random.Random(3)
    dump, rules = tmp_path / "dump.jsonl", tmp_path / "rules"
    rules.mkdir()
    (rules / "crowd.yaml").write_text(RULES)
    lines = []
    for n in range(60):
        text, author = (APPEAL, f"c{n % 4}") if n % 5 == 0 else (_noise(chance), "Ann" if n < 10 else f"a{n}")
        row = {"id": str(n), "text": text, "author": author, "thread_id": f"t{n}", "duplicate_count": "theirs"}
        lines.append(json.dumps({**row, "created_at": f"2024-03-01T10:{n:02d}:00Z"}))
    dump.write_text("\n".join(lines))

    def make(name: str, **options: object) -> Request:
        loading = {"rules": rules, "classifier": "constant.v1"}
        return Request((str(dump),), tmp_path / name, loading=loading, chunk=7, **options)

    return make


def _here(function: Callable, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    yield from function(iter(frames))


def test_the_crowd_stands_in_columns_reasons_and_rules(request_of: Callable[..., Request]) -> None:
    """Numbers in columns of their own, beside a column of the input that has the same name."""
    with read_before(request_of("out.jsonl"), Progress()) as request:
        score_files(request)
    rows = [json.loads(line) for line in request.out.read_text().splitlines()]

    assert rows[5]["reasons"] == ["rule:spam.campaign", "near-duplicate:12"]
    assert (rows[5]["duplicate_cluster"], rows[5]["duplicate_count"], rows[5]["duplicate_authors"]) == (0, 12, 4)
    assert rows[9]["author_threads"] == 8
    assert rows[9]["reasons"] == ["rule:spam.hurried", "many-threads:8"]
    assert (rows[11]["reasons"], rows[11]["duplicate_count"], rows[11]["input_duplicate_count"]) == ([], 1, "theirs")
    assert json.loads(Path(f"{request.out}.manifest.json").read_text())["options"]["context"] == request.crowd.digest


def test_workers_and_resumed_runs_know_the_same_crowd(request_of: Callable[..., Request]) -> None:
    """The facts travel with the comments, and a run without them is another run."""
    whole = request_of("whole.parquet")
    with read_before(whole, Progress()) as request:
        score_files(request)
    with read_before(request_of("spread.parquet", judging=spread(_here)), Progress()) as request:
        score_files(request)
    assert (request.out.read_bytes(), request.out.suffix) == (whole.out.read_bytes(), ".parquet")

    with pytest.raises(UsageError, match="`options` changed"):
        score_files(request_of("whole.parquet", resume=True))


def test_standard_input_cannot_be_read_twice() -> None:
    """One message that names the way out."""
    with pytest.raises(UsageError, match="reads the input twice"), read_before(Request(("-",)), Progress()):
        pass


@pytest.mark.parametrize("which", [0, 1])
def test_a_disk_without_room_for_the_index_is_told_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    """The room of what is mapped is taken first: a page without room would end the process without a word."""
    taken: list[int] = []

    def full(file: int, start: int, size: int) -> None:
        if len(taken) == which:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken.append(size)
        os.truncate(file, size)

    monkeypatch.setattr(os, "posix_fallocate", full)
    comments = [Comment(source="s", thread_id="t", id=str(n), text=f"{APPEAL} {n}") for n in range(9)]
    with pytest.raises(OSError, match="No space left on device") as caught:
        gather(comments, tmp_path / "o.context", "")

    assert caught.value.filename == str(tmp_path / "o.context")
    assert not (tmp_path / "o.context" / "work").exists()
    monkeypatch.undo()
    assert gather(comments, tmp_path / "o.context", "").comments == 9
