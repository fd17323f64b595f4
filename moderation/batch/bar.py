"""The progress bar of a notebook or a terminal, and none where nobody looks."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

# Work that is over sooner needs no bar.
QUIET_SECONDS: Final = 2


@contextmanager
def counted(total: int) -> Iterator[Callable[[int], object]]:
    """Yield what is told of finished comments: `tqdm.auto`'s bar, a widget in a notebook that can draw one."""
    if not (_in_notebook() or sys.stderr.isatty()):
        yield lambda _: None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of tqdm, that the notebook lacks widgets: it draws in text then
        from tqdm.auto import tqdm

        bar = tqdm(total=total, unit=" comments", delay=QUIET_SECONDS, leave=False)
    with bar:
        yield bar.update


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return getattr(shell, "kernel", None) is not None
