"""The encoder reads all of a comment, says where it looked, and refuses what is not the weights that were named."""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify.encoder import Encoder, load_encoder
from moderation.classify.encoder_files import CONFIG, NETWORK, SHIPPED, TOKENIZER
from moderation.classify.windows import windows
from moderation.errors import ModelError
from moderation.normalise import fold
from moderation.train.ngram import fold_digest

PINNED = json.loads((Path(__file__).parent / "encoder_scores.json").read_text(encoding="utf-8"))
LONG = "The council met on Tuesday and discussed the new bus line for an hour. " * 25


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    """The shipped weights."""
    return load_encoder()


@given(st.integers(0, 400), st.integers(2, 60), st.integers(0, 30))
def test_windows_cover_everything(tokens: int, size: int, overlap: int) -> None:
    """Each token is in a window, none is too long, and neighbours share at least the overlap."""
    overlap = min(overlap, size - 1)
    found = windows(range(tokens), size, overlap)
    assert {token for window in found for token in window} == set(range(tokens))
    assert max(map(len, found)) <= size
    for before, after in pairwise(found):
        assert before[-1] - after[0] + 1 >= overlap
        assert after[0] > before[0]


@pytest.mark.parametrize("before", [0, 1, 2], ids=["at the start", "in the middle", "at the end"])
def test_nothing_is_cut_off(shipped: Encoder, before: int) -> None:
    """An insult counts wherever it stands in a comment of many windows."""
    calm, angry = fold(LONG * 2), fold(LONG * before + "You are a disgusting idiot. " + LONG * (2 - before))
    scores = shipped.score([calm, angry])[:, 0]
    assert scores[1] > 3 * scores[0]


def test_evidence_lies_on_the_insult(shipped: Encoder) -> None:
    """The strongest word is the insult, at its place in the original."""
    text = "I read the piece twice \u2014 and you are a com\u00adplete &amp; utter IDIOT, sir."
    strongest = shipped.explain(fold(text), "toxicity")[0]
    assert "IDIOT" in text[strongest.start : strongest.end]
    assert strongest.weight == 1.0
    assert strongest.source == "encoder.v1"


def test_evidence_of_a_long_comment(shipped: Encoder) -> None:
    """The window with the insult is the one that is explained."""
    text = LONG * 2 + "You are a disgusting idiot. " + LONG
    pieces = shipped.explain(fold(text), "toxicity")
    assert any("idiot" in text[piece.start : piece.end] for piece in pieces)


def test_a_label_of_others_has_no_evidence(shipped: Encoder) -> None:
    """Labels without a head are not explained."""
    assert shipped.explain(fold("anything"), "sexual_explicit") == []


@pytest.mark.parametrize("text", PINNED["scores"])
def test_scores_on_this_processor(shipped: Encoder, text: str) -> None:
    """Scores lie within the published drift of those of the machine that made the weights."""
    distance = np.abs(shipped.score([fold(text)])[0] - np.array(PINNED["scores"][text], np.float32)).max()
    assert distance <= PINNED["drift"]


def test_weights_fit_the_fold(shipped: Encoder) -> None:
    """The fold is the one that the weights were trained with."""
    assert shipped.settings.fold == fold_digest()


def test_the_folder_stays_small() -> None:
    """Network, tokenizer and settings together keep to 25 MB."""
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) <= 25_000_000


def test_without_onnxruntime_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"pip install 'moderation\[encoder\]'"):
        load_encoder()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder like the shipped one whose settings may be changed."""
    for name in (NETWORK, TOKENIZER):
        (tmp_path / name).symlink_to(SHIPPED / name)
    (tmp_path / CONFIG).write_bytes((SHIPPED / CONFIG).read_bytes())
    return tmp_path


@pytest.mark.parametrize("name", [NETWORK, TOKENIZER, CONFIG])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    """Each of the three files is needed."""
    (copy / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_encoder(copy)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"window": 64}, "not those"),
        ({"format": 99}, "damaged"),
        ({"labels": {"kindness": {"slope": 1, "intercept": 0}}}, "damaged"),
        ({"labels": {}}, "damaged"),
    ],
    ids=["other window", "other format", "other label", "no label"],
)
def test_changed_settings_are_refused(copy: Path, change: dict, message: str) -> None:
    """Settings that the digest does not cover, or that make no sense, do not load."""
    config = json.loads((copy / CONFIG).read_text(encoding="utf-8"))
    (copy / CONFIG).write_text(json.dumps({**config, **change}), encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        load_encoder(copy)


def test_another_network_is_refused(copy: Path) -> None:
    """One changed byte is another network."""
    content = bytearray((copy / NETWORK).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / NETWORK).unlink()
    (copy / NETWORK).write_bytes(content)
    with pytest.raises(ModelError, match="not those"):
        load_encoder(copy)
