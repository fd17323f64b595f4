"""The fast kernel computes what the plain definition says, and refuses weights that are not the ones named."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.classify import grams
from moderation.classify.ngram import SHIPPED, Head, Model, Ngram, load_ngram, read_model, write_model
from moderation.errors import ModelError
from moderation.normalise import fold
from moderation.taxonomy import LABELS
from moderation.train.ngram import fold_digest

BITS = 10


def small_model() -> Model:
    """Random weights for two labels over 1,024 buckets."""
    table = np.random.default_rng(3).integers(-127, 128, (1 << BITS, 2)).astype(np.int8)
    return Model(
        labels=("toxicity", "spam"),
        heads=(Head(0.01, -1.0, 1.5, 0.25), Head(0.02, 0.5, 0.75, -0.5)),
        table=table,
        orders=(2, 4),
        bits=BITS,
        power=0.5,
        offset=1.0,
        peak=0.3,
        window=2,
        languages=("en",),
        max_characters=200,
        evidence_floor=0.1,
        fold="",
        trained_on={},
    )


@pytest.fixture(scope="module")
def shipped() -> Ngram:
    """The shipped weights."""
    return load_ngram()


def plain_logits(model: Model, text: str) -> list[float]:
    """The definition, token by token, with Python's integers."""
    tokens = grams.token().findall(text[: model.max_characters])
    weights = {token: token_weight(model, token) for token in tokens}
    hashes = {token: grams.word_hashes(grams.encode([token])) for token in tokens}
    pairs = [(grams.pair_buckets(hashes[a], hashes[b], model.bits)[0]) for a, b in pairwise(tokens)]
    logits = []
    for column, head in enumerate(model.heads):
        total = sum(weight[column] for weight in weights.values())
        total += sum(int(model.table[bucket, column]) for bucket in set(pairs))
        here = [weights[token][column] for token in tokens]
        for place, bucket in enumerate(pairs, 1):
            here[place] += int(model.table[bucket, column])
        width = min(model.window, len(here))
        peak = max((sum(here[at : at + width]) for at in range(len(here) - width + 1)), default=0)
        units = total * (max(1, len(weights)) + model.offset) ** -model.power + model.peak * peak
        logits.append(head.slope * (head.scale * units + head.bias) + head.intercept)
    return logits


def token_weight(model: Model, token: str) -> list[int]:
    """The integer weight of one token per label."""
    encoded = grams.encode([token])
    rows = [grams.word_buckets(grams.word_hashes(encoded), model.bits)]
    rows += [found[fits] for found, fits in grams.character_grams(encoded, model.orders, model.bits)]
    return [int(v) for v in model.table[np.concatenate(rows)].astype(int).sum(axis=0)]


sentences = st.lists(st.sampled_from(["idiot", "a", "!!", "don't", "\u4f60\u597d", "x" * 60, "you", " "]), max_size=90)


@given(st.lists(sentences.map(" ".join), max_size=6))
@settings(max_examples=60)
def test_the_kernel_computes_the_definition(texts: list[str]) -> None:
    """Batches of any texts give the logits of the plain definition, repeated tokens and short texts included."""
    model = small_model()
    found = Ngram(model).logits([fold(text) for text in texts])
    expected = [plain_logits(model, fold(text).text) for text in texts]
    assert found == pytest.approx(np.array(expected).reshape(-1, 2), abs=1e-9)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=30))
@settings(max_examples=40)
def test_a_row_depends_on_its_text_alone(texts: list[str]) -> None:
    """Any text among any others scores bit for bit as alone, whatever was scored before."""
    folded = [fold(text) for text in texts]
    together = load_small().score(folded)
    assert together.tobytes() == np.concatenate([load_small().score([text]) for text in folded]).tobytes()


def load_small() -> Ngram:
    """A fresh classifier."""
    return Ngram(small_model())


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch, shipped: Ngram) -> None:
    """Cutting the batch elsewhere gives the same bytes."""
    texts = [fold(f"word{number} and you idiot number {number % 7}") for number in range(300)]
    whole = shipped.score(texts)
    monkeypatch.setattr("moderation.classify.sums._CHUNK_TEXTS", 7)
    assert load_ngram().score(texts).tobytes() == whole.tobytes()


def test_threads_share_one_classifier(shipped: Ngram) -> None:
    """Four threads that score at once get what one gets."""
    texts = [fold(f"thread{number} stupid{number} fool") for number in range(400)]
    expected = shipped.score(texts).tobytes()
    fresh, found = load_ngram(), []

    def work() -> None:
        found.append(fresh.score(texts).tobytes())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    """What stands after `max_characters` does not count."""
    small = load_small()
    start = "lovely day " * 30
    assert small.score([fold(start[:200])]).tobytes() == small.score([fold(start[:200] + " you idiot")]).tobytes()


def test_one_insult_in_a_long_comment_is_not_diluted(shipped: Ngram) -> None:
    """The strongest window keeps a comment above a harmless one of the same length."""
    harmless = "The council met on Tuesday and talked about the bus line to the harbour. " * 8
    scores = shipped.score([fold(harmless), fold(harmless + "You are a fucking idiot.")])[:, 0]
    assert scores[0] < 0.1
    assert scores[1] > 0.5


def test_contributions_add_up_to_the_logit() -> None:
    """For distinct tokens the pieces of an explanation are the whole score but for the strongest window."""
    model = replace(small_model(), peak=0.0)
    small, text = Ngram(model), fold("you absolute idiot go away")
    tokens = grams.token().findall(text.text)
    for column, head in enumerate(model.heads):
        constant = head.slope * head.bias + head.intercept
        assert math.fsum(small._contributions(tokens, column)) + constant == pytest.approx(
            small.logits([text])[0, column]
        )


def test_explains_by_the_word_in_the_original(shipped: Ngram) -> None:
    """The evidence is the insult as it stood, disguise included."""
    original = "Thank you for the article, but the author is an \u0456d\u200biot."
    evidence = shipped.explain(fold(original), "toxicity")
    assert evidence[0].weight == 1.0
    assert "\u0456d\u200biot" in original[evidence[0].start : evidence[0].end]
    assert not any("article" in original[piece.start : piece.end] for piece in evidence)


def test_does_not_explain_what_it_does_not_cover(shipped: Ngram) -> None:
    """A label without a head has no evidence, nor has an empty text."""
    assert shipped.explain(fold("idiot"), "sexual_explicit") == []
    assert shipped.explain(fold(""), "toxicity") == []


# --- files


def test_written_weights_come_back_the_same(tmp_path: Path) -> None:
    """Write, read, write: same scores, same digest, same bytes."""
    write_model(small_model(), tmp_path / "a")
    back = read_model(tmp_path / "a")
    assert back.digest == small_model().digest
    write_model(back, tmp_path / "b")
    for name in ("config.json", "weights.npz"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def edit(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return a change of one file of a model."""
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes())) and None


def with_config(**values: object) -> Callable[[Path], None]:
    """Return a change of the configuration."""
    return edit("config.json", lambda content: json.dumps({**json.loads(content), **values}).encode())


def pickled(folder: Path) -> None:
    """Put an array of objects where the table stood."""
    np.savez(folder / "weights.npz", table=np.array([{"a": 1}], dtype=object))


DAMAGE = {
    "no configuration": (lambda folder: (folder / "config.json").unlink(), "is missing"),
    "no weights": (lambda folder: (folder / "weights.npz").unlink(), "is missing"),
    "no JSON": (edit("config.json", lambda _: b"{"), "damaged"),
    "cut short": (edit("weights.npz", lambda content: content[:-200]), "damaged"),
    "no archive": (edit("weights.npz", lambda _: b"nonsense"), "damaged"),
    "a pickle": (pickled, "damaged"),
    "another format": (with_config(format=2), "damaged"),
    "a foreign label": (with_config(labels={"toxic": {}}), "damaged"),
    "another size": (with_config(bits=11), "damaged"),
    "changed calibration": (with_config(peak=0.31), "not those"),
    "no digest": (edit("config.json", lambda content: content.replace(b"digest", b"dig3st")), "damaged"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_weights_are_refused(tmp_path: Path, name: str) -> None:
    """Each damage is a ModelError that says how to get good weights."""
    change, says = DAMAGE[name]
    write_model(small_model(), tmp_path)
    change(tmp_path)
    with pytest.raises(ModelError, match=says) as caught:
        read_model(tmp_path)
    assert "moderation train ngram" in caught.value.render()


def test_swapped_weights_are_refused(tmp_path: Path) -> None:
    """Weights of the right shape that are not the ones in the configuration are found out."""
    write_model(small_model(), tmp_path / "a")
    write_model(replace(small_model(), table=np.zeros((1 << BITS, 2), np.int8)), tmp_path / "b")
    (tmp_path / "b" / "weights.npz").replace(tmp_path / "a" / "weights.npz")
    with pytest.raises(ModelError, match="not those"):
        read_model(tmp_path / "a")


# --- the shipped weights


def test_shipped_weights_were_trained_with_this_fold(shipped: Ngram) -> None:
    """A change of the fold asks for new weights; `moderation train ngram --recipe shipped` makes them."""
    assert shipped.fold == fold_digest()


def test_shipped_weights_cover_what_they_say(shipped: Ngram) -> None:
    """Seven labels in our order, English, at most 4 MB."""
    assert shipped.labels == tuple(label for label in LABELS if label not in {"sexual_explicit", "misinformation_cue"})
    assert shipped.languages == {"en"}
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < 4_000_000


def test_loading_brings_no_heavy_library() -> None:
    """The classifier starts without pandas, torch, scikit-learn, SciPy and numba."""
    code = (
        "import sys; from moderation.classify import load_classifier; load_classifier('ngram.v1');"
        "print(sorted({'pandas', 'torch', 'sklearn', 'scipy', 'numba'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
