"""`moderation queue` and `moderation demo` up to the point where the server takes over."""

from __future__ import annotations

import socket

import pytest
from alembic import command as command_of_alembic
from click.testing import CliRunner

from moderation.cli.demo import command as demo
from moderation.cli.demo import samples
from moderation.cli.queue import command
from moderation.errors import InputError, ModerationError
from moderation.shipped import shipped
from moderation.store import connect, open_store


def _call(*arguments):
    return CliRunner().invoke(command, arguments, standalone_mode=False).exception


def test_a_taken_port_is_told(tmp_path):
    """Another program on the port: exit 2 and which option to use."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        error = _call("--db", f"sqlite:///{tmp_path / 'x.db'}", "--port", str(other.getsockname()[1]))

    assert isinstance(error, ModerationError)
    assert error.exit_code == 2
    assert "cannot listen on 127.0.0.1" in str(error)
    assert "--port" in error.problems[0].mend


@pytest.mark.parametrize(
    ("url", "said"),
    [("sqlite:///{folder}/missing.db", "missing.db"), ("nonsense", "URL")],
    ids=["missing-file", "not-a-url"],
)
def test_a_database_that_cannot_be_opened_is_told(tmp_path, url, said):
    """The queue makes no empty database by mistake."""
    error = _call("--db", url.format(folder=tmp_path), "--port", "65123")

    assert isinstance(error, ModerationError)
    assert said in str(error)
    assert list(tmp_path.iterdir()) == []


def test_the_samples_are_pages_and_dumps():
    """What ships as a sample is found, its gold and its README are not."""
    names = {path.name for path in samples(shipped("seeds"))}

    assert names
    assert not any("gold" in name or name.endswith(".md") for name in names)


def test_no_samples_are_told(tmp_path):
    """An empty folder is a damaged installation."""
    with pytest.raises(InputError, match="no sample pages"):
        samples(tmp_path)


def test_the_demo_of_an_older_version_opens(tmp_path, monkeypatch):
    """Its own database, left behind by an older version, is brought to the newest schema."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("moderation.cli.demo.check_port", lambda *_: None)
    opened = []
    monkeypatch.setattr("moderation.cli.demo.open_queue", opened.append)
    monkeypatch.setattr("moderation.cli.demo.samples", lambda _: [])
    whole = command_of_alembic.upgrade
    with monkeypatch.context() as older:
        older.setattr(connect, "HEAD", "0005")
        older.setattr(command_of_alembic, "upgrade", lambda config, _: whole(config, "0005"))
        assert CliRunner().invoke(demo, [], standalone_mode=False).exception is None
    assert CliRunner().invoke(demo, [], standalone_mode=False).exception is None

    with open_store(f"sqlite:///{tmp_path / 'moderation' / 'demo.db'}", create=False) as store:
        assert store.stats().comments == 0
    assert len(opened) == 2
