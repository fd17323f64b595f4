"""Throw damaged files at every reader of the parser, and stop at the first that raises anything but an InputError.

    python -m benchmarks.fuzz --seconds 60 --seed 1      blind mutations of valid samples, the same for the same seed
    python -m benchmarks.fuzz --atheris -- -runs=100000  guided by coverage, where `pip install atheris` works

The samples are the pages of `seeds/` and `tests/parse`, and what `--samples DIR` holds. What is found is written to
`--found DIR`, to be looked at and pinned in the tests.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from moderation.errors import InputError
from moderation.parse import READERS
from moderation.parse.opening import opened
from moderation.parse.reading import Input
from moderation.records import Comment, as_json

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "seeds", ROOT / "tests" / "parse")
# Pieces with a meaning in some format.
PIECES = (
    *(b"\x00", b'"', b"'", b"\r", b"\n", b"\r\n", b",", b";", b"\t", b"{", b"}", b"[", b"]", b"<", b">", b"&", b"\\"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\\u0000", b"\\ud800", b"1e999", b"-1", b"NaN", b"null"),
    *(b"9" * 400, b"PAR1", b"PK\x03\x04", b"<!DOCTYPE", b"<![CDATA[", b"&lol;", b"@Ann, ", b"Comments (3)\n", b"says:"),
    *(b"May 3, 2024 at 7:12 pm\n", b"31/31/2024", b"0000-00-00", b"3 days ago\n", b"Re: ", b"\xe2\x80\xa8"),
)
LARGEST = 1 << 16
LIMIT_SECONDS = 10.0


class Finding(Exception):
    """A reader that failed on some bytes."""


def run_reader(name: str, data: bytes, folder: Path) -> int:
    """Read `data` as the format `name` and return how many records came; an InputError is an answer, too."""
    path = folder / "input"
    path.write_bytes(data)
    count = 0
    try:
        with opened(path) as (head, stream):
            for record in READERS[name](Input("input", "input", head, stream, None, {})):
                as_json(record) if isinstance(record, Comment) else None
                assert not isinstance(record, Comment) or isinstance(record.id, str)
                count += 1
    except InputError:
        pass
    return count


def samples(extra: Path | None) -> list[bytes]:
    """Return the files to begin with, the smallest first."""
    paths = [path for folder in (*FOLDERS, *([extra] if extra else [])) for path in folder.rglob("*") if path.is_file()]
    texts = [path.read_bytes()[:LARGEST] for path in sorted(paths) if path.suffix != ".py"]
    return sorted({*texts, *_tables()}, key=len)


def _tables() -> list[bytes]:
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pa.table({"id": [1, 2], "text": ["a", "b"], "created": ["2024-05-03", "3 mai 2024"]}), out)
    csv = b'id,text,author,created\n1,"a ""b""\nc",Ann,03/04/2024\n2,d,Bo,25/04/2024\n'
    return [
        out.getvalue(),
        csv,
        csv.replace(b",", b";"),
        csv.replace(b",", b"\t"),
        b'{"id":1,"text":"a"}\n{"text":"b"}\n',
    ]


def mutated(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Return `data` with one to eight changes."""
    content = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(content) + 1)
        match chance.randrange(7):
            case 0:
                content[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                content[place:place] = chance.choice(PIECES)
            case 2:
                del content[place : place + chance.randint(1, 80)]
            case 3:
                del content[place:]
            case 4:
                content[place:place] = content[max(0, place - 200) : place] * chance.randint(1, 20)
            case 5:
                other = chance.choice(others)
                begin = chance.randrange(len(other) + 1)
                content[place:place] = other[begin : begin + chance.randint(1, 400)]
            case _:
                content[place : place + 4] = chance.randbytes(4)
        del content[LARGEST:]
    return bytes(content)


def blind(
    seconds: float, seed: int, names: Sequence[str], corpus: list[bytes], report: Callable[[str, bytes], None]
) -> int:
    """Mutate and read until the time is over; return how many readings that were."""
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    runs = 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            data = mutated(chance.choice(corpus), chance, corpus)
            for name in names:
                begin = time.process_time()
                try:
                    run_reader(name, data, Path(folder))
                except BaseException as error:
                    if isinstance(error, KeyboardInterrupt):
                        raise
                    report(f"{name}: {type(error).__name__}: {error}"[:300], data)
                if time.process_time() - begin > LIMIT_SECONDS:
                    report(f"{name}: took {time.process_time() - begin:.1f} s for {len(data)} bytes", data)
                runs += 1
    return runs


def guided(arguments: Sequence[str], names: Sequence[str]) -> None:
    """Hand over to atheris, which chooses the bytes by the code that they reach."""
    import atheris

    atheris.instrument_all()
    folder = Path(tempfile.mkdtemp())

    def once(data: bytes) -> None:
        for name in names:
            run_reader(name, data, folder)

    atheris.Setup([sys.argv[0], *arguments], once)
    atheris.Fuzz()


def main() -> None:
    """Read the options and fuzz; exit 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--readers", nargs="*", default=sorted(READERS), choices=sorted(READERS))
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--atheris", action="store_true")
    parser.add_argument("rest", nargs="*")
    given = parser.parse_args()
    if given.atheris:
        guided(given.rest, given.readers)
        return
    found: dict[str, Path] = {}

    def report(what: str, data: bytes) -> None:
        kind = what.split(": ", maxsplit=1)[0] + what.split(": ")[1]
        if kind not in found:
            given.found.mkdir(parents=True, exist_ok=True)
            found[kind] = given.found / hashlib.sha256(data).hexdigest()[:12]
            found[kind].write_bytes(data)
            print(f"{what}\n  {found[kind]}", flush=True)

    runs = blind(given.seconds, given.seed, given.readers, samples(given.samples), report)
    print(f"{runs:,} readings by {', '.join(given.readers)}: {len(found)} kinds of failure")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
