"""The compiled kernel and NumPy give the same sums, bit for bit, whatever the text and whatever came before it."""

from __future__ import annotations

import hashlib
import random
import resource
import subprocess
import sys
import threading
from collections.abc import Sequence

import numpy as np
import pytest
import wasmtime
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.classify.ngram import load_ngram
from moderation.classify.sums import Arrays, Weights, open_sums
from moderation.classify.sums.sandbox import KERNEL, Sandbox, Unavailable


def weights(labels: int = 7, bits: int = 9, orders: tuple[int, int] = (2, 5), window: int = 2) -> Weights:
    """Return random weights, as strong as they can be."""
    table = np.random.default_rng(labels).integers(-128, 128, (1 << bits, labels)).astype(np.int8)
    return Weights(table, bits, orders, window)


SHAPES = {
    "as shipped": weights(),
    "one label": weights(1),
    "eight labels": weights(8),
    "more labels than one call sums": weights(9),
    "other n-grams": weights(orders=(1, 3)),
    "n-grams longer than any token": weights(orders=(3, 60)),
    "windows of one": weights(window=1),
    "wide windows": weights(window=5),
}
BOTH = {name: (Sandbox(shape), Arrays(shape)) for name, shape in SHAPES.items()}


def differences(name: str, texts: Sequence[str]) -> list[str]:
    """Name what the two disagree on."""
    one, other = (way.sum(texts) for way in BOTH[name])
    pairs = {kind: (getattr(one, kind), getattr(other, kind)) for kind in ("totals", "strongest", "distinct")}
    return [kind for kind, (a, b) in pairs.items() if a.dtype != b.dtype or a.shape != b.shape or (a != b).any()]


# Letters, signs and spaces at every border of their ranges, an astral character and both kinds of lone surrogates.
BORDERS = (
    *(0x0, 0x20, 0x21, 0x27, 0x2F, 0x30, 0x39, 0x3A, 0x40, 0x41, 0x5A, 0x5B, 0x60, 0x61, 0x7A, 0x7B, 0x7E, 0x7F),
    *(0xA0, 0xA1, 0xBF, 0xC0, 0x1FFF, 0x2000, 0x200F, 0x2010, 0x2027, 0x2028, 0x202F, 0x2030, 0x205E, 0x205F, 0x206F),
    *(0x2070, 0x2BFF, 0x2C00, 0x2DFF, 0x2E00, 0x2E7F, 0x2E80, 0x2FFF, 0x3000, 0x3001, 0x303F, 0x3040, 0xD7FF, 0xD800),
    *(0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xF8FF, 0xF900, 0xFEFF, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF),
)
characters = st.one_of(st.sampled_from([chr(code) for code in BORDERS]), st.characters(codec=None))
anything = st.text(characters, max_size=80)
repeats = st.lists(st.sampled_from(["you", "you're", "idiot", "!!", "a", "\u4f60", "x" * 90, "?!" * 30]), max_size=60)


@pytest.mark.parametrize("name", BOTH)
@given(st.lists(st.one_of(anything, repeats.map(" ".join)), max_size=5))
@settings(max_examples=40)
def test_any_texts_sum_to_the_same(name: str, texts: list[str]) -> None:
    """Any code points, repeated tokens, cut runs, no texts at all."""
    assert differences(name, texts) == []


def test_every_code_point_is_of_the_same_kind() -> None:
    """Each of the 1,114,112 code points, lone surrogates too, is letter, sign or space to both."""
    alone = ["".join(f"a{chr(code)}b " for code in range(start, start + 4096)) for start in range(0, 0x110000, 4096)]
    for start in range(0, len(alone), 16):
        assert differences("one label", alone[start : start + 16]) == []


def long_texts() -> dict[str, str]:
    """Texts of 100,000 characters."""
    some = random.Random(4)
    words = ["".join(some.choices("abcdefgh", k=some.randint(1, 9))) for _ in range(30_000)]
    return {
        "words": " ".join(words)[:100_000],
        "one endless word": "a" * 100_000,
        "one endless sign": "!" * 100_000,
        "spaces": " " * 100_000,
        "a token each character": "".join(chr(0x4E00 + n % 20_000) + chr(0x21 + n % 15) for n in range(50_000)),
        "the same word": "idiot " * 16_666,
    }


@pytest.mark.parametrize("name", long_texts())
def test_long_texts_sum_to_the_same(name: str) -> None:
    """100,000 characters, and short texts beside them and afterwards."""
    assert differences("as shipped", ["you", long_texts()[name], "idiot"]) == []
    assert differences("as shipped", ["you", "", "idiot"]) == []


@pytest.mark.parametrize("length", [4095, 4096, 4097, 8192, 1 << 15])
def test_there_is_room_for_one_token_a_character(length: int) -> None:
    """Fresh memory holds texts of just its size, each character a token of its own."""
    text = "".join(chr(0x4E00 + n) + "!" for n in range(length // 2 + 1))[:length]
    fresh = Sandbox(SHAPES["as shipped"]).sum([text, "you"])
    assert (fresh.totals == Arrays(SHAPES["as shipped"]).sum([text, "you"]).totals).all()


def test_more_texts_than_there_was_room_for() -> None:
    """The memory grows with the number of texts, too, and the weights stay in it."""
    assert differences("eight labels", [f"text {number}" for number in range(3000)]) == []
    assert differences("eight labels", ["you idiot"]) == []


def test_a_text_that_finds_no_room_spoils_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the memory cannot grow, that text fails, and the next ones are summed as before."""
    sandbox, texts = Sandbox(SHAPES["as shipped"]), ["you idiot", "fool"]
    expected = sandbox.sum(texts).totals.tolist()

    def refuse(*_: object) -> int:
        raise wasmtime.WasmtimeError("failed to grow memory")

    monkeypatch.setattr(wasmtime.Memory, "grow", refuse)
    with pytest.raises(wasmtime.WasmtimeError):
        sandbox.sum(["word " * 400_000])
    assert sandbox.sum(texts).totals.tolist() == expected


def test_four_billion_texts_later_nothing_is_mixed_up() -> None:
    """When the count of texts begins anew, what earlier texts left behind does not count."""
    sandbox, texts = Sandbox(SHAPES["as shipped"]), ["you idiot", "you absolute idiot", "", "fool you"]
    expected = sandbox.sum(texts).totals.tolist()
    sandbox._job["stamp"] = 2**32 - 2

    assert sandbox.sum(texts).totals.tolist() == expected
    assert sandbox._job["stamp"][0] < 2**31


def test_threads_share_one_sandbox() -> None:
    """Four threads with texts of different sizes get what each would get alone."""
    shape = SHAPES["as shipped"]
    sandbox = Sandbox(shape)
    batches = [[f"thread {n} word{k}" * (1 + 40 * n) for k in range(200)] for n in range(4)]
    expected = [Arrays(shape).sum(batch).totals.tolist() for batch in batches]
    found: dict[int, list[bool]] = {}

    def work(number: int) -> None:
        found[number] = [sandbox.sum(batches[number]).totals.tolist() == expected[number] for _ in range(5)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [True] * 5 for number in range(4)}


# --- which of the two


def test_this_machine_runs_the_kernel() -> None:
    """Where wasmtime works, nobody gets the slow way."""
    assert isinstance(load_ngram()._sums, Sandbox)


def test_numpy_stands_in_where_the_kernel_cannot_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that refuses to make code gets the same sums from NumPy."""

    def refuse(_: Weights) -> Sandbox:
        raise Unavailable("no executable memory")

    monkeypatch.setattr("moderation.classify.sums.sandbox.Sandbox", refuse)
    assert isinstance(open_sums(SHAPES["as shipped"]), Arrays)


def test_numpy_stands_in_where_wasmtime_has_no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library the classifier loads, too."""
    monkeypatch.delitem(sys.modules, "moderation.classify.sums.sandbox")
    monkeypatch.setitem(sys.modules, "wasmtime", None)
    assert isinstance(open_sums(SHAPES["as shipped"]), Arrays)


def test_little_memory_is_enough() -> None:
    """Under a limit of 2 GB of addresses the kernel runs: it reserves no gigabytes."""
    code = "from moderation.classify.ngram import load_ngram; print(type(load_ngram()._sums).__name__)"
    limit = 2 << 30
    done = subprocess.run(
        [sys.executable, "-c", code],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        env={"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "Sandbox\n"


def test_the_kernel_was_compiled_from_this_source() -> None:
    """The digest in kernel.wasm is that of kernel.c; if not: `python .ci/kernel.py`."""
    source = KERNEL.with_suffix(".c").read_bytes()
    assert KERNEL.read_bytes().endswith(b"\x06source" + hashlib.sha256(source).digest())
