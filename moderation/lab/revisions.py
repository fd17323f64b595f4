"""A folder as it was at a git revision, read out of git's own store: nothing is checked out, no hook or filter runs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from moderation.errors import UsageError

SUFFIXES: Final = (".yaml", ".yml", ".toml")
# A link or a submodule in a tree may point anywhere; only plain files are read.
_PLAIN: Final = frozenset({"100644", "100755"})
# What `git blame` calls the author of a line that is in the working tree alone.
_UNCOMMITTED: Final = "Not Committed Yet"
_LONGEST: Final = 8 << 20
_PATIENCE: Final = 60


@contextmanager
def folder_at(revision: str, folder: Path) -> Iterator[Path]:
    """Yield a temporary copy of the rule and policy files that `folder` held at a revision.

    Raises UsageError where git does not know the revision, or the folder was not there.
    """
    place = _existing(folder)
    commit = commit_of(revision, place)
    prefix = (
        f"{_git(place, 'rev-parse', '--show-prefix').decode().strip()}{folder.absolute().relative_to(place).as_posix()}"
    )
    inside = prefix.removesuffix(".").rstrip("/")
    entries = list(_entries(_git(place, "ls-tree", "-r", "-z", "--full-tree", commit, "--", inside or "."), inside))
    if not entries:
        mend = "name their folder with `--rules FOLDER`; where there were none yet, compare with `builtin`"
        raise UsageError(f"`{revision}` has no rule files in `{inside or '.'}`", mend=mend)
    with TemporaryDirectory(prefix="rules-") as scratch:
        for name, blob in entries:
            target = Path(scratch, *name.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_git(place, "cat-file", "blob", blob))
        yield Path(scratch)


def commit_of(revision: str, place: Path) -> str:
    """Return the commit that a revision names. Raises UsageError where git does not know it."""
    asked = _run(place, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if asked.returncode:
        mend = "name a folder of rules, or a branch, tag or commit of the repository that holds them"
        # A checkout of a pull request has the branches of others under this name alone.
        remote = f"origin/{revision}"
        if _run(place, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{remote}^{{commit}}").returncode == 0:
            mend = f"did you mean `{remote}`?"
        elif _run(place, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
            mend = "this checkout has the latest commits alone: `git fetch --unshallow`, in a workflow `fetch-depth: 0`"
        raise UsageError(f"`{revision}` is neither a folder nor a git revision here", mend=mend)
    return asked.stdout.decode().strip()


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file, counted from 1, both ends included."""

    path: Path
    first: int
    last: int


def last_change(*places: Lines) -> str | None:
    """Return `date author: subject` of the latest commit in some lines, None where git does not know them.

    A machine without git knows of no commits; nobody has to install it to read a rule.
    """
    if shutil.which("git") is None:
        return None
    commits = [commit for lines in places for commit in _commits(lines)]
    latest = max(commits, key=lambda commit: int(commit["author-time"]), default=None)
    if latest is None:
        return None
    if latest["author"] == _UNCOMMITTED:
        return "not committed yet"
    day = datetime.fromtimestamp(int(latest["author-time"]), UTC).date()
    return f"{day} {latest['author']}: {latest['summary']}"


def _commits(lines: Lines) -> list[dict[str, str]]:
    """Return author, time and subject of the commit that each line comes from."""
    path, first = lines.path, max(1, lines.first)
    if not path.is_file():
        return []
    asked = _run(
        path.resolve().parent, "blame", "--line-porcelain", f"-L{first},{max(first, lines.last)}", "--", path.name
    )
    commits: list[dict[str, str]] = []
    for line in asked.stdout.decode("utf-8", "replace").splitlines() if asked.returncode == 0 else ():
        name, _, value = line.partition(" ")
        if name == "author":
            commits.append({})
        if name in ("author", "author-time", "summary") and commits:
            commits[-1][name] = value
    return commits


def _existing(folder: Path) -> Path:
    """Return the folder, or its nearest parent that exists: it may be gone from the working tree by now."""
    place = folder.absolute()
    while not place.is_dir():
        place = place.parent
    return place


def _entries(listing: bytes, inside: str) -> Iterator[tuple[PurePosixPath, str]]:
    for entry in listing.split(b"\0"):
        if not entry:
            continue
        facts, _, name = entry.partition(b"\t")
        mode, _, blob = facts.decode().split()
        path = PurePosixPath(name.decode("utf-8", "replace"))
        if mode not in _PLAIN or path.suffix.lower() not in SUFFIXES or ".." in path.parts or path.is_absolute():
            continue
        whole = not inside or path.as_posix() == inside
        yield PurePosixPath(path.name) if whole and inside else path.relative_to(inside), blob


def _git(place: Path, *arguments: str) -> bytes:
    done = _run(place, *arguments)
    if done.returncode:
        raise UsageError(f"git cannot read `{place}`", mend="run it inside the repository that holds the rules")
    if len(done.stdout) > _LONGEST:
        raise UsageError("a rule file at that revision is over 8 MB", mend="split it")
    return done.stdout


def _run(place: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        # No pager, no helper that a repository's own configuration could name.
        command = ["git", "--no-pager", "-c", "core.fsmonitor=false", "-C", str(place), *arguments]
        return subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE)
    except FileNotFoundError:
        raise UsageError("git is not installed", mend="install git, or name folders of rules") from None
    except subprocess.TimeoutExpired:
        raise UsageError("git did not answer within a minute", mend="try again, or name folders of rules") from None
