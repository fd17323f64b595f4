"""Detoxify's architecture (BERT base, six labels) with random weights: its speed does not depend on them."""

import json
import sys
import tempfile
import time
import warnings
from pathlib import Path

import torch
from detoxify import Detoxify
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer
from transformers.utils import logging

warnings.simplefilter("ignore")
logging.set_verbosity_error()
torch.set_num_threads(1)
CLASSES = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
VOCABULARY = 30_522


def checkpoint(folder: Path, texts: list[str]) -> Path:
    """Write a checkpoint of Detoxify's shape, with a vocabulary made of the texts' own words."""
    words = sorted({word for text in texts for word in text.lower().split() if word.isalpha()})
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words, *map(chr, range(33, 127))]
    (folder / "vocab.txt").write_text("\n".join([*pieces, *(f"[unused{i}]" for i in range(VOCABULARY - len(pieces)))]))
    config = BertConfig(num_labels=len(CLASSES))
    config.save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    arch = {
        "model_type": str(folder),
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
        "num_classes": len(CLASSES),
    }
    state = BertForSequenceClassification(config).state_dict()
    path = folder / "random.ckpt"
    torch.save(
        {"state_dict": state, "config": {"dataset": {"args": {"classes": CLASSES}}, "arch": {"args": arch}}}, path
    )
    return path


if __name__ == "__main__":
    texts = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as name:
        model = Detoxify(checkpoint=str(checkpoint(Path(name), texts)), huggingface_config_path=name)
        model.predict(texts[0])
        begin = time.process_time()
        for text in texts[:32]:
            model.predict(text)
        single = (time.process_time() - begin) / 32
        begin = time.process_time()
        model.predict(texts[:32])
        batch = 32 / (time.process_time() - begin)
    print(json.dumps({"batch": max(batch, 1 / single), "single_ms": single * 1000}))
