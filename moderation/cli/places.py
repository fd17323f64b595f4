"""Where a command may write. Apart from the other options, so that `rules check` loads nothing for it."""

from __future__ import annotations

from pathlib import Path

from moderation.errors import UsageError


def refuse_without_folder(path: Path) -> None:
    """Raise UsageError for a file whose folder is not there, before any work is done for it."""
    if not path.absolute().parent.is_dir():
        raise UsageError(f"there is no folder `{path.parent}`", mend="make it first")
