"""How many processes, and how far a run is."""

from __future__ import annotations

import gc
import gzip
import io
import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tqdm import tqdm

from moderation.batch import Progress, Request, score_files
from moderation.batch.processes import quota, settled, usable_cores
from moderation.cli.reporting import _Shown


@pytest.mark.parametrize(
    ("told", "cores"),
    [
        ({"": "max 100000"}, float("inf")),
        ({"": "150000 100000"}, 1.5),
        ({"": "400000 100000", "a": "max 100000", "a/b": "200000 100000"}, 2),
        ({"": "50000 100000", "a/b": "max 100000"}, 0.5),
        ({}, float("inf")),
        ({"a/b": "nonsense"}, float("inf")),
    ],
)
def test_the_least_quota_on_the_way_up_counts(tmp_path: Path, told: dict[str, str], cores: float) -> None:
    """A container that may use one core and a half gets two processes, however many cores the machine has."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    for folder, content in told.items():
        (tmp_path / folder / "cpu.max").write_text(content + "\n")

    assert quota("/a/b", tmp_path) == cores
    assert usable_cores() >= 1


def test_the_collector_is_given_back_as_it_was() -> None:
    """Whoever calls from a program of their own has its objects looked at again afterwards, also after a failure."""
    usual, before, inside = gc.get_threshold(), (700, 10, 10), []
    gc.set_threshold(*before)  # the tests have another

    @settled()
    def fail() -> None:
        inside.extend((gc.get_threshold(), gc.get_freeze_count() > 0))
        raise KeyError

    with pytest.raises(KeyError):
        fail()

    after = (gc.get_threshold(), gc.get_freeze_count())
    gc.set_threshold(*usual)

    assert inside[0] != before
    assert inside[1]
    assert after == (before, 0)


def _dump(folder: Path, ending: str) -> Path:
    # Words that no compression makes small: a reader is ahead by a buffer, which is to be little beside the file.
    dice = random.Random(0)
    rows = [{"id": str(number), "text": f"a walk by {dice.randbytes(150).hex()}"} for number in range(4_500)]
    path = folder / f"d.{ending}"
    if ending == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
        return path
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(lines) if ending == "jsonl.gz" else lines)
    return path


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "parquet"])
def test_progress_tells_how_much_of_the_file_is_behind_us(tmp_path: Path, ending: str) -> None:
    """In bytes as they lie on the disk, compressed or not: rising, near the share of the rows, and whole at the end."""
    dump, told, rows = _dump(tmp_path, ending), [], []
    size = dump.stat().st_size
    progress = Progress(advance=lambda count, _: rows.append(count), reach=lambda *place: told.append(place))
    loading = {"classifier": "constant.v1", "language": "en"}
    score_files(Request((str(dump),), tmp_path / "o.csv", loading=loading, chunk=500), progress)
    places = [place for place, _ in told]

    assert {total for _, total in told} == {size}
    assert (places, places[-1], sum(rows)) == (sorted(places), size, 4_500)
    # A reader is ahead by what it has buffered.
    ahead = 0 if ending == "parquet" else 0.4
    assert all(done / 9 - 0.01 <= place / size <= done / 9 + ahead + 0.01 for done, place in enumerate(places, 1))


def test_the_bar_says_how_far_how_fast_how_long_yet_and_what_was_rejected() -> None:
    """Percent of the bytes, comments, comments a second, rejects so far, time gone and time to come."""
    out, now = io.StringIO(), 0.0
    with tqdm(file=out, mininterval=0, miniters=0) as bar:
        bar._time, bar.start_t, bar.last_print_t = lambda: now, 0.0, 0.0
        shown = _Shown(bar)
        for place in (250, 500):
            now += 10
            shown.reach(place, 1000)
            shown.advance(1000, 3)
        bar.refresh()
        drawn = out.getvalue().rsplit("\r", 1)[-1]

    assert drawn.startswith(" 50%|")
    assert "2,000 comments, 100/s, 6 rejected [00:20<00:20]" in drawn
