"""Published weights come only when allowed, only whole, and only if they are the published ones."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from moderation.classify import Weights, load_classifier, published
from moderation.classify.published import VARIANTS, cache, check_hash, download, kept
from moderation.errors import ModelError

VARIANT = "original-small"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Leave the test's output alone."""


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, str]]:
    """A folder laid out as releases and hub are, and the address it is served at; downloads go to a folder of ours."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root, wanted = tmp_path / "root", VARIANTS[VARIANT]
    for name in wanted.files:
        path = root / wanted.model / "resolve" / "main" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    (root / wanted.checkpoint).parent.mkdir(parents=True)
    (root / wanted.checkpoint).write_bytes(b"weights")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield root, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(address: str) -> tuple[Path, Path]:
    """Fetch the variant from our server."""
    return download(VARIANT, releases=address, hub=address)


def pin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Make `content` the published checkpoint: its name holds its hash."""
    known = VARIANTS[VARIANT]
    name = f"v0.1.2/original-albert-{hashlib.sha256(content).hexdigest()[:8]}.ckpt"
    entry = published.Published(name, known.megabytes, known.model, known.files, known.languages)
    monkeypatch.setattr(published, "VARIANTS", {**VARIANTS, VARIANT: entry})


def test_other_bytes_are_refused_and_not_kept(served: tuple[Path, str]) -> None:
    """A checkpoint with another hash is an error, and nothing of it stays."""
    with pytest.raises(ModelError, match="is not the published file"):
        fetch(served[1])
    assert kept(VARIANT) is None
    assert [path for path in cache(VARIANT).iterdir() if path.is_file()] == []


def test_the_published_bytes_are_kept_and_used_again(served: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With the right hash it arrives whole, and a second time asks nobody."""
    root, address = served
    pin(monkeypatch, b"weights")
    wanted = published.VARIANTS[VARIANT]
    (root / VARIANTS[VARIANT].checkpoint).rename(root / wanted.checkpoint)
    checkpoint, config = fetch(address)
    assert checkpoint.read_bytes() == b"weights"
    assert {path.name for path in config.iterdir()} == set(wanted.files)
    assert kept(VARIANT) == (checkpoint, config) == fetch("http://127.0.0.1:1/")


def test_a_local_file_with_a_published_name_is_checked(tmp_path: Path) -> None:
    """The name promises the hash, wherever the file came from; a name of your own promises nothing."""
    path = tmp_path / VARIANTS["original"].file
    path.write_bytes(b"other weights")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="is not the published file"):
        load_classifier("detoxify.original", Weights(checkpoint=path, config=tmp_path))
    check_hash(path.rename(tmp_path / "own-c1212f89.ckpt"), "original")


@pytest.mark.parametrize("what", ["checkpoint", "config.json"])
def test_what_is_not_there_is_named(served: tuple[Path, str], what: str) -> None:
    """A missing file is one clear message with its address."""
    root, address = served
    wanted = VARIANTS[VARIANT]
    (root / (wanted.checkpoint if what == "checkpoint" else f"{wanted.model}/resolve/main/{what}")).unlink()
    with pytest.raises(ModelError, match="could not be fetched") as caught:
        fetch(address)
    assert "404" in caught.value.render()


def test_nobody_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network the error says what to do instead."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ModelError, match="could not be fetched") as caught:
        fetch("http://127.0.0.1:1/")
    assert "--checkpoint" in caught.value.render()


@pytest.mark.parametrize("variant", VARIANTS)
def test_without_weights_the_error_says_how_to_get_them(
    variant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Address, file, where it would lie, and which options."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ModelError, match="needs a checkpoint") as caught:
        load_classifier(f"detoxify.{variant}")
    said = caught.value.render()
    for part in ("releases/download", VARIANTS[variant].file, str(tmp_path), "--allow-download", "--config"):
        assert part in said
