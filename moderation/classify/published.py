"""Detoxify's published weights: where they are, which they are, and how they get here when the user allows it.

The name of a published checkpoint ends in the first eight digits of its SHA-256; that is the hash its authors publish,
and nothing that carries such a name is opened before its bytes agree. Configuration and tokenizer come from the Hugging
Face hub, as Detoxify itself gets them; nobody publishes hashes of those, they are JSON and word lists, and the
classifier's digest covers them.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import IO, Final

from moderation.errors import ModelError

RELEASES: Final = "https://github.com/unitaryai/detoxify/releases/download/"
HUB: Final = "https://huggingface.co/"
_HASH: Final = re.compile(r"-([0-9a-f]{8})\.ckpt")
_TIMEOUT: Final = 60
_BLOCK: Final = 1 << 20
_LARGEST: Final = 4 << 30  # nothing published is a third of it


@dataclass(frozen=True, slots=True)
class Published:
    """A variant's checkpoint, about how many MB it is, and the hub's model with the files that belong to it."""

    checkpoint: str
    megabytes: int
    model: str
    files: tuple[str, ...]
    languages: frozenset[str]

    @property
    def file(self) -> str:
        """Return the checkpoint's file name."""
        return self.checkpoint.rpartition("/")[2]


_ALWAYS: Final = ("config.json", "tokenizer.json", "tokenizer_config.json")
_ENGLISH: Final = frozenset({"en"})
VARIANTS: Final[Mapping[str, Published]] = {
    "original": Published(
        "v0.1-alpha/toxic_original-c1212f89.ckpt", 440, "bert-base-uncased", (*_ALWAYS, "vocab.txt"), _ENGLISH
    ),
    "unbiased": Published(
        "v0.3-alpha/toxic_debiased-c7548aa0.ckpt", 500, "roberta-base", (*_ALWAYS, "vocab.json", "merges.txt"), _ENGLISH
    ),
    "multilingual": Published(
        "v0.4-alpha/multilingual_debiased-0b549669.ckpt",
        1100,
        "xlm-roberta-base",
        (*_ALWAYS, "sentencepiece.bpe.model"),
        frozenset({"en", "fr", "es", "it", "pt", "tr", "ru"}),
    ),
    "original-small": Published(
        "v0.1.2/original-albert-0e1d6498.ckpt", 47, "albert-base-v2", (*_ALWAYS, "spiece.model"), _ENGLISH
    ),
    "unbiased-small": Published(
        "v0.1.2/unbiased-albert-c8519128.ckpt", 47, "albert-base-v2", (*_ALWAYS, "spiece.model"), _ENGLISH
    ),
}


def how_to_get(variant: str) -> str:
    """Return the sentence that says which files are wanted, from where, and with which command."""
    wanted = VARIANTS[variant]
    return (
        f"run the command again with --allow-download (about {wanted.megabytes} MB, kept in `{cache(variant)}`); or, "
        f"without a network here, fetch {RELEASES}{wanted.checkpoint} and {', '.join(wanted.files)} of "
        f"{HUB}{wanted.model} elsewhere and name both: --checkpoint {wanted.file} --config FOLDER"
    )


def cache(variant: str) -> Path:
    """Return the folder in which a variant's downloads are kept."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "moderation" / "detoxify" / variant


def check_hash(path: Path, variant: str) -> None:
    """Compare a file that carries a published name with the hash in it; raises ModelError. Other names are your own."""
    if (pinned := _HASH.search(path.name)) is None or path.name not in {known.file for known in VARIANTS.values()}:
        return
    with path.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if not found.startswith(pinned[1]):
        raise ModelError(
            f"`{path}` is not the published file: its SHA-256 begins with {found[:8]}, not {pinned[1]}",
            mend=f"delete it; {how_to_get(variant)}",
        )


def kept(variant: str) -> tuple[Path, Path] | None:
    """Return checkpoint and configuration folder of an earlier download, None where there is no whole one."""
    folder, wanted = cache(variant), VARIANTS[variant]
    whole = all((folder / name).is_file() for name in (wanted.file,)) and all(
        (folder / "config" / name).is_file() for name in wanted.files
    )
    return (folder / wanted.file, folder / "config") if whole else None


def download(variant: str, *, releases: str = RELEASES, hub: str = HUB) -> tuple[Path, Path]:
    """Fetch what is not there yet and return checkpoint and configuration folder; raises ModelError.

    A file appears under its name only when it is whole and, for the checkpoint, its hash is the published one.
    """
    folder, wanted = cache(variant), VARIANTS[variant]
    pinned = _HASH.search(wanted.file)
    assert pinned is not None
    for name in wanted.files:
        _fetch(f"{hub}{wanted.model}/resolve/main/{name}", folder / "config" / name, None)
    _fetch(releases + wanted.checkpoint, folder / wanted.file, pinned[1])
    return folder / wanted.file, folder / "config"


def _fetch(url: str, to: Path, pinned: str | None) -> None:
    if to.is_file():
        return
    offline = "check the network and the proxy, or fetch the file elsewhere and name it with --checkpoint and --config"
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with _renamed(to) as file, _open(url) as answer:
            found = _copied(answer, file, url)
            if pinned is not None and not found.startswith(pinned):
                raise ModelError(
                    f"what {url} sent is not the published file: its SHA-256 begins with {found[:8]}, not {pinned}",
                    mend="nothing was kept; try again, or fetch it from another network",
                )
    except (OSError, HTTPException, ValueError) as error:
        status = f"{error.code}" if isinstance(error, urllib.error.HTTPError) else type(error).__name__
        raise ModelError(f"{url} could not be fetched to `{to.parent}` ({status})", mend=offline) from error


class _SameScheme(urllib.request.HTTPRedirectHandler):
    """Follows a redirection unless it leaves HTTPS."""

    def redirect_request(  # the signature is urllib's
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> urllib.request.Request | None:
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise ValueError("a redirection out of HTTPS")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _open(url: str) -> HTTPResponse:
    answer: HTTPResponse = urllib.request.build_opener(_SameScheme).open(url, timeout=_TIMEOUT)
    return answer


def _copied(answer: HTTPResponse, file: IO[bytes], url: str) -> str:
    """Write the answer to the file and return its SHA-256; raises ValueError for one cut short or without end."""
    sha, size = hashlib.sha256(), 0
    while block := answer.read(_BLOCK):
        sha.update(block)
        file.write(block)
        size += len(block)
        if size > _LARGEST:
            raise ValueError(f"{url} does not end")
    announced = answer.headers.get("Content-Length")
    if announced is not None and int(announced) != size:
        raise ValueError(f"{url} was cut short")
    return sha.hexdigest()


@contextmanager
def _renamed(to: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to that takes its name when all went well, and is gone when not."""
    with tempfile.NamedTemporaryFile(dir=to.parent, prefix=".part-", delete=False) as file:
        part = Path(file.name)
        try:
            yield file
            file.close()
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)
