"""The real Detoxify runs from local files alone, and says what is wrong with them."""

from __future__ import annotations

import pickle
import socket
from pathlib import Path

import numpy as np
import pytest

from moderation.classify import load_classifier
from moderation.classify.contract import CHECKS
from moderation.errors import ModelError
from moderation.normalise import fold

pytestmark = pytest.mark.detoxify
NAME = "detoxify.original"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection is an error."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="module")
def classifier(tiny_detoxify):
    """Detoxify over the tiny checkpoint."""
    return load_classifier(NAME, checkpoint=tiny_detoxify[0], config=tiny_detoxify[1])


def test_scores_are_those_of_detoxify_itself(classifier) -> None:
    """Label by label what `Detoxify.predict` says, under our names."""
    text = "You are a complete idiot"
    theirs = classifier._detoxify.predict([text])
    ours = classifier.score([fold(text)])[0]
    assert classifier.labels == ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
    assert ours.tolist() == pytest.approx([theirs[label] for label in classifier.labels], abs=1e-6)


def test_weights_are_the_checkpoints(classifier, tiny_detoxify) -> None:
    """Nothing was initialised anew."""
    import torch

    saved = torch.load(tiny_detoxify[0], weights_only=True)["state_dict"]
    loaded = classifier._detoxify.model.state_dict()
    assert all(torch.equal(loaded[name], value) for name, value in saved.items())


def test_mixed_lengths_score_as_alone(classifier) -> None:
    """A comment among longer and shorter ones moves by less than 1e-5."""
    texts = [fold("you are " * count + "idiot") for count in (1, 40, 3, 55, 7, 2)]
    alone = np.concatenate([classifier.score([text]) for text in texts])
    assert np.abs(classifier.score(texts) - alone).max() < 1e-5


def test_the_end_of_a_long_comment_counts(classifier) -> None:
    """A comment longer than the model is read to its end, not cut off: each window's score is reached."""
    long = "this is a lovely article " * 60
    text = long + "you idiot"
    windows = [text[start:end] for start, end in classifier._windows(text)]
    assert len(windows) > 2
    assert windows[-1].endswith("idiot")
    best = classifier.score([fold(window) for window in windows]).max(axis=0)
    assert classifier.score([fold(text)])[0] == pytest.approx(best, abs=1e-5)


def test_a_word_longer_than_the_model_is_cut(classifier) -> None:
    """One endless word fits in the end."""
    assert all(classifier._length("a" * (end - start)) <= 128 for start, end in classifier._windows("a" * 1500))


def test_explains_at_most_sixty_four_pieces(classifier) -> None:
    """The number of occlusions does not grow with the comment."""
    assert len(classifier.explain(fold("you are a liar " * 100), "toxicity")) <= 64


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c.unlink(), "there is no checkpoint"),
        (lambda c: c.write_bytes(b"PK\x03\x04 nonsense"), "damaged or not safe"),
        (lambda c: c.write_bytes(c.read_bytes()[:3000]), "damaged or not safe"),
        (lambda c: c.write_bytes(pickle.dumps(Path("x"), protocol=2)), "damaged or not safe"),
    ],
    ids=["missing", "nonsense", "cut short", "a foreign pickle"],
)
def test_bad_checkpoints_say_how_to_mend_them(tmp_path: Path, make_detoxify, change, says: str) -> None:
    """The error names the file and where to get a good one."""
    checkpoint, config = make_detoxify(tmp_path)
    change(checkpoint)
    with pytest.raises(ModelError, match=says) as caught:
        load_classifier(NAME, checkpoint=checkpoint, config=config)
    assert "releases/download" in caught.value.render()


def test_a_torch_file_that_is_no_checkpoint(tmp_path: Path, make_detoxify) -> None:
    """Weights of something else are told apart from damage."""
    checkpoint, config = make_detoxify(tmp_path, config={"arch": {}})
    with pytest.raises(ModelError, match="not a checkpoint of Detoxify"):
        load_classifier(NAME, checkpoint=checkpoint, config=config)


def test_code_in_a_checkpoint_does_not_run(tmp_path: Path, make_detoxify) -> None:
    """A pickle that would write a file is refused before it does."""
    import torch

    trap = tmp_path / "ran"

    class Trap:
        def __reduce__(self):
            return (Path.touch, (trap,))

    checkpoint, config = make_detoxify(tmp_path / "good")
    torch.save({"state_dict": {}, "config": Trap()}, checkpoint)
    with pytest.raises(ModelError):
        load_classifier(NAME, checkpoint=checkpoint, config=config)
    assert not trap.exists()


def test_a_folder_without_configuration(tmp_path: Path, make_detoxify) -> None:
    """The folder is checked before the large file is read."""
    checkpoint, _ = make_detoxify(tmp_path)
    with pytest.raises(ModelError, match=r"no `config\.json`"):
        load_classifier(NAME, checkpoint=checkpoint, config=tmp_path)


def test_other_weights_give_another_digest(tmp_path: Path, make_detoxify, classifier) -> None:
    """The digest covers the checkpoint."""
    checkpoint, config = make_detoxify(tmp_path, note="other")
    assert load_classifier(NAME, checkpoint=checkpoint, config=config).digest != classifier.digest


# Four take half a minute: one of another architecture each time, the rest with the long tests.
LATER = [pytest.param(name, marks=pytest.mark.soak) for name in ("unbiased", "original-small", "unbiased-small")]


@pytest.mark.parametrize("variant", ["multilingual", *LATER])
def test_every_architecture_loads_and_keeps_the_promises(variant: str, tmp_path: Path, make_variant, texts) -> None:
    """RoBERTa, XLM-RoBERTa and ALBERT under the variant's name: its labels, windows, the same alone as in a batch."""
    checkpoint, config = make_variant(variant, tmp_path)
    found = load_classifier(f"detoxify.{variant}", checkpoint=checkpoint, config=config)
    assert len(found.labels) == (6 if variant.endswith("small") else 7)
    assert {name: said for name, check in CHECKS.items() if (said := check(found, texts))} == {}
    theirs = found._detoxify.predict(["you are an idiot"])
    ours = found.score([fold("you are an idiot")])[0]
    assert ours.tolist() == pytest.approx([theirs[label] for label in found.labels], abs=1e-6)
