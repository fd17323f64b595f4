"""Comment moderation and toxicity triage: parse, score, explain, review.

moderation.parse(path)            iterator of records: articles, comments, warnings, rejects
moderation.score(texts)           list of verdicts
moderation.score_frame(df, text)  DataFrame with scores, routes and reasons
moderation.load_pipeline(...)     rules, policy and classifier, loaded once
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import inspect

    from moderation.batch import score, score_frame
    from moderation.errors import ModerationError
    from moderation.parse import parse
    from moderation.pipeline import Pipeline, load_pipeline
    from moderation.records import Article, Columns, Comment, Notice, Reject, Verdict

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Columns",
    "Comment",
    "ModerationError",
    "Notice",
    "Pipeline",
    "Reject",
    "Verdict",
    "load_pipeline",
    "parse",
    "score",
    "score_frame",
]

# Where each public name lives; loaded when first asked for, so that `import moderation` costs nothing.
_HOMES: Final = {
    "Article": "moderation.records",
    "Columns": "moderation.records",
    "Comment": "moderation.records",
    "ModerationError": "moderation.errors",
    "Notice": "moderation.records",
    "Pipeline": "moderation.pipeline",
    "Reject": "moderation.records",
    "Verdict": "moderation.records",
    "load_pipeline": "moderation.pipeline",
    "score_frame": "moderation.batch",
}
# Rooms that bear the name of a public function: calling the room calls the function.
_CALLED: Final = {"parse": "moderation.parse", "score": "moderation.batch"}


class _Room(ModuleType):
    def __call__(self, *args: Any, **options: Any) -> Any:
        return self._function(*args, **options)

    @property
    def _function(self) -> Callable[..., Any]:
        name = self.__name__.rpartition(".")[2]
        function: Callable[..., Any] = getattr(importlib.import_module(_CALLED[name]), name)
        return function

    @property
    def __doc__(self) -> str | None:  # type: ignore[override] # of every object a string, of this one when it is asked
        return self._function.__doc__

    @property
    def __signature__(self) -> inspect.Signature:
        """What a notebook shows for `moderation.score?` and inside its brackets."""
        import inspect

        return inspect.signature(self._function)


class _House(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        if name in _CALLED and type(value) is ModuleType:
            value.__class__ = _Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _House


def __getattr__(name: str) -> Any:
    if name in _CALLED:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module `{__name__}` has no attribute `{name}`")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
