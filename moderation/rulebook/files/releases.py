"""The rules that came with each release, so that `extends: builtin@VERSION` means the same after an upgrade.

Those of this version lie as they are in `rules/`. Those of earlier ones are packed in `rules/releases/VERSION.zip`:
without them an upgrade would change scores before anybody could look at the difference.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from moderation import __version__
from moderation.shipped import shipped

PACKED: Final = (".yaml", ".yml", ".toml")
# Nobody's changes but ours come here; a bound all the same, for a package that was tampered with.
LARGEST: Final = 32 << 20
_THEN: Final = (1980, 1, 1, 0, 0, 0)


def releases_folder() -> Path:
    """Return the folder of packed releases."""
    return shipped("rules") / "releases"


def known_releases() -> tuple[str, ...]:
    """Return the versions whose rules are here, oldest first, this one last."""
    packed = sorted((path.stem for path in releases_folder().glob("*.zip")), key=_order)
    return (*(version for version in packed if version != __version__), __version__)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


@contextmanager
def release(version: str) -> Iterator[Path | None]:
    """Yield the folder with the rules of a version, None where they are not here."""
    packed = releases_folder() / f"{version}.zip"
    if version == __version__:
        yield shipped("rules")
    elif version in known_releases():
        with TemporaryDirectory(prefix="rules-") as scratch:
            _unpack(packed, Path(scratch))
            yield Path(scratch)
    else:
        yield None


def _unpack(packed: Path, folder: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        entries = [one for one in archive.infolist() if one.filename.endswith(PACKED)]
        if sum(one.file_size for one in entries) > LARGEST:
            raise ValueError(f"{packed.name} is too large")
        archive.extractall(folder, entries)


def pack(rules: Path, target: Path) -> None:
    """Write the rule and policy files of a folder into an archive; the same files give the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(rules.rglob("*")):
            if path.suffix in PACKED and path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(rules).as_posix(), _THEN)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())


if __name__ == "__main__":  # before the version is raised: keep the rules as they were released
    pack(shipped("rules"), releases_folder() / f"{__version__}.zip")
    sys.stdout.write(f"rules/releases/{__version__}.zip\n")
