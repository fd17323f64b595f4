"""Texts that every classifier has to bear, and a Detoxify checkpoint of our own making."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from moderation.normalise import fold
from moderation.records import Folded

SAMPLES = (
    "",
    " ",
    "!",
    "What a lovely article, thank you.",
    "You are a complete idiot and a liar.",
    "You are a complete idiot and a liar.",
    "idiot",
    "Shut up. " * 100,
    "Buy cheap watches now at http://example.com/win !!! click click click",
    "\u0421\u043f\u0430\u0441\u0438\u0431\u043e, interesting; \u4f60\u597d \U0001f600\U0001f600",
    "i\u200bd\u200bi\u200bo\u200bt with invisible signs and a \ud800 lone surrogate",
    "&lt;b&gt;Caf\u00e9&lt;/b&gt; \u00ab quoted \u00bb don't can't won''t",
    "x" * 3000,
    "a " * 400,
    "line one\nline two\tand a tab\x00 and a null",
)


@pytest.fixture(scope="session")
def texts() -> Sequence[Folded]:
    """Short, empty, long, repeated and strange texts, folded."""
    return [fold(text) for text in SAMPLES]


@pytest.fixture(scope="session")
def tiny_detoxify(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A checkpoint and a configuration folder of a BERT with two layers of 32: (checkpoint, config)."""
    return make_tiny_detoxify(tmp_path_factory.mktemp("detoxify"))


@pytest.fixture(scope="session")
def make_detoxify() -> Callable[..., tuple[Path, Path]]:
    """The maker of such checkpoints."""
    return make_tiny_detoxify


def make_tiny_detoxify(folder: Path, **changes: Any) -> tuple[Path, Path]:
    """Write a checkpoint as Detoxify's own training writes it; `changes` replace parts of its content."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    config = folder / "hf"
    config.mkdir(parents=True)
    words = [
        "you",
        "are",
        "a",
        "the",
        "idiot",
        "liar",
        "complete",
        "lovely",
        "article",
        "kill",
        "hate",
        "this",
        "is",
        "fool",
    ]
    pieces = [*words, *(f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"), *"abcdefghijklmnopqrstuvwxyz.,!'"]
    vocabulary = list(dict.fromkeys(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *pieces]))
    (config / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    torch.manual_seed(7)
    shape = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
        num_labels=6,
        initializer_range=0.5,
    )
    model = BertForSequenceClassification(shape)
    shape.save_pretrained(config)
    BertTokenizer(str(config / "vocab.txt"), model_max_length=128).save_pretrained(config)
    content = {
        "state_dict": model.state_dict(),
        "config": {
            "dataset": {"args": {"classes": ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]}},
            "arch": {
                "args": {
                    "model_type": "bert-base-uncased",
                    "model_name": "BertForSequenceClassification",
                    "tokenizer_name": "BertTokenizer",
                    "num_classes": 6,
                }
            },
        },
    }
    checkpoint = folder / "tiny.ckpt"
    torch.save({**content, **changes}, checkpoint)
    return checkpoint, config


SEEN = [chr(code) for code in range(33, 127)]
SHAPE = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}


def _roberta(folder: Path) -> Any:
    from transformers import RobertaConfig, RobertaForSequenceClassification, RobertaTokenizer

    pieces = ["<s>", "<pad>", "</s>", "<unk>", "\u0120", *SEEN, "<mask>"]
    vocabulary = {piece: place for place, piece in enumerate(pieces)}
    RobertaTokenizer(vocab=vocabulary, merges=[], model_max_length=128).save_pretrained(folder)
    shape = RobertaConfig(vocab_size=len(vocabulary), max_position_embeddings=130, num_labels=7, **SHAPE)
    return RobertaForSequenceClassification(shape)


def _albert(folder: Path) -> Any:
    from transformers import AlbertConfig, AlbertForSequenceClassification, AlbertTokenizer

    special = ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = [*((piece, 0.0) for piece in special), ("\u2581", -1.0), *((letter, -2.0) for letter in SEEN)]
    AlbertTokenizer(vocab=vocabulary, model_max_length=128).save_pretrained(folder)
    shape = AlbertConfig(
        vocab_size=len(vocabulary), embedding_size=16, max_position_embeddings=128, num_labels=6, **SHAPE
    )
    return AlbertForSequenceClassification(shape)


def _xlm_roberta(folder: Path) -> Any:
    from transformers import XLMRobertaConfig, XLMRobertaForSequenceClassification, XLMRobertaTokenizer

    special = ["<s>", "<pad>", "</s>", "<unk>"]
    vocabulary = [*((piece, 0.0) for piece in special), ("\u2581", -1.0), *((letter, -2.0) for letter in SEEN)]
    XLMRobertaTokenizer(vocab=[*vocabulary, ("<mask>", 0.0)], model_max_length=128).save_pretrained(folder)
    shape = XLMRobertaConfig(vocab_size=len(vocabulary) + 1, max_position_embeddings=130, num_labels=7, **SHAPE)
    return XLMRobertaForSequenceClassification(shape)


SIX = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
SEVEN = ["toxicity", "severe_toxicity", "obscene", "identity_attack", "insult", "threat", "sexual_explicit"]
KINDS = {
    "unbiased": (_roberta, SEVEN),
    "multilingual": (_xlm_roberta, SEVEN),
    "original-small": (_albert, SIX),
    "unbiased-small": (_albert, SIX),
}


@pytest.fixture(scope="session")
def make_variant() -> Callable[[str, Path], tuple[Path, Path]]:
    """The maker of a small checkpoint of a variant's own architecture."""
    return make_tiny_variant


def make_tiny_variant(variant: str, folder: Path) -> tuple[Path, Path]:
    """Write checkpoint and configuration folder of RoBERTa, XLM-RoBERTa or ALBERT."""
    import torch

    build, classes = KINDS[variant]
    config = folder / "hf"
    config.mkdir(parents=True)
    torch.manual_seed(7)
    model = build(config)
    model.config.save_pretrained(config)
    name = type(model).__name__
    arch = {
        "model_type": "a-name-on-the-hub",
        "model_name": name,
        "tokenizer_name": name.replace("ForSequenceClassification", "Tokenizer"),
        "num_classes": len(classes),
    }
    trained = {"dataset": {"args": {"classes": classes}}, "arch": {"args": arch}}
    torch.save({"state_dict": model.state_dict(), "config": trained}, folder / "tiny.ckpt")
    return folder / "tiny.ckpt", config
