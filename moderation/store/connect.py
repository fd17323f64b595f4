"""Opening a database: URL to engine, the settings that durability needs, and the schema's version."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from moderation.errors import StoreError
from moderation.store.lock import begin_writing

HEAD: Final = "0007"
_STEPS: Final = Path(__file__).parent / "migrations"
# The number of PostgreSQL's advisory lock for "one at a time".
_TURN: Final = 0x6D6F6465
_PATIENCE: Final = 5.0  # seconds that a writer of SQLite waits for another
# Or for one that makes or migrates the tables: with six processes at a new file that took five seconds on a busy disk.
_PATIENCE_WITH_STEPS: Final = 60.0

# FULL loses no decision when the power goes, and still gave 5,274 claim-and-decide rounds a second with eight
# processes where NORMAL gave 15,592. recursive_triggers lets REPLACE meet the delete trigger of the events.
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA recursive_triggers=ON",
)


def engine_for(url: str | URL, *, create: bool = True) -> Engine:
    """Return an engine for `url`, settings in place; nothing is read or written yet.

    Raises StoreError where the URL cannot be understood, its driver is missing, or the SQLite file is missing and
    `create` is false.
    """
    parsed = _understood(url)
    shown = parsed.render_as_string(hide_password=True)
    try:
        if parsed.get_backend_name() == "sqlite":
            return _sqlite_engine(parsed, create=create)
        return _postgres_engine(parsed)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreError(
            f"no driver for `{shown}`: {error}", mend='pip install "moderation[postgres]", or name a SQLite file'
        ) from error


def read_only(path: Path) -> Engine:
    """Return an engine that reads a SQLite file and changes nothing, not even in the file's own settings.

    Raises StoreError where there is no such file, or where it is no database of this version with something in it.
    """
    if not path.is_file():
        raise StoreError(f"there is no file `{path}`", mend="name one that `moderation data backup` wrote")
    # As a URI of SQLite's own: `?` and `#` in a name would end it.
    name = quote(str(path.absolute()))
    engine = create_engine(URL.create("sqlite", database=f"file:{name}", query={"mode": "ro", "uri": "true"}))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    if _found(engine, str(path)) is None:
        engine.dispose()
        raise StoreError(f"`{path}` is empty", mend="name a file that `moderation data backup` wrote")
    return engine


def _understood(url: str | URL) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            "the database URL cannot be understood", mend="write it like `sqlite:///moderation.db`"
        ) from error
    backend = "postgresql" if parsed.drivername == "postgres" else parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise StoreError(
            f"`{backend}` is not a database that the store speaks",
            mend="use `sqlite:///moderation.db` or `postgresql://user@host/name`",
        )
    driver = "postgresql+psycopg" if parsed.drivername in ("postgres", "postgresql") else parsed.drivername
    return parsed.set(drivername=driver)


def _sqlite_engine(url: URL, *, create: bool) -> Engine:
    memory = url.database in (None, "", ":memory:")
    if not memory and not url.query.get("uri"):
        _check_file(Path(str(url.database)), create=create)
    # One connection, handed from thread to thread, is the whole of a database in memory.
    sizes: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if memory else {"pool_size": 8, "max_overflow": 24}
    # Parameters are comments: they stay out of error messages.
    engine = create_engine(
        url, poolclass=QueuePool, connect_args={"check_same_thread": False}, hide_parameters=True, **sizes
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _postgres_engine(url: URL) -> Engine:
    # The connection that was used last comes first: it has prepared its statements and has the tables at hand.
    engine = create_engine(
        url, pool_size=8, max_overflow=24, pool_pre_ping=True, pool_use_lifo=True, hide_parameters=True
    )
    event.listen(engine, "connect", _plan_by_values)
    return engine


def _plan_by_values(connection: Any, _record: object) -> None:
    # A plan without the values takes a site without comments for one with many, and walks a million items for it.
    connection.execute("SET plan_cache_mode = force_custom_plan")
    connection.commit()


def _check_file(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"`{path}` is a folder", mend=f"name a file in it: `sqlite:///{path}/moderation.db`")
    if not path.parent.is_dir():
        raise StoreError(f"the folder of `{path}` does not exist", mend=f"mkdir -p {path.parent}")
    if not create and not path.exists():
        raise StoreError(
            f"there is no database `{path}`",
            mend="name the right one with `--db`, or fill a new one with `moderation import INPUT --db URL`",
        )


def _set_pragmas(connection: Any, _record: object) -> None:
    # The driver's own transactions begin late and deferred; ours begin where we say.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns into a writer fails at once when another has written: SQLITE_BUSY_SNAPSHOT.
    options = connection.get_execution_options()
    if options.get("moderation_writes", False):
        begin_writing(connection, options.get("moderation_patience", _PATIENCE))
    else:
        connection.exec_driver_sql("BEGIN")


def writer_of(engine: Engine) -> Engine:
    """Return the same engine, whose transactions mean to write from their first statement on."""
    return engine.execution_options(moderation_writes=True)


def take_turn(connection: Connection) -> None:
    """Wait until no other import, erasure or migration writes; SQLite lets one writer in at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _TURN})


def take_queue(connection: Connection) -> None:
    """Wait until nobody writes to the queue, and let nobody in until the transaction ends; reading goes on.

    EXCLUSIVE because a decision's first statement is `SELECT .. FOR UPDATE`: a weaker lock would let it begin and
    then wait for us while we wait for its row.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE queue_items IN EXCLUSIVE MODE"))


def keep_plans(connection: Connection) -> None:
    """Let PostgreSQL plan the statements of this transaction once for all values; for look-ups by number alone."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL plan_cache_mode = auto")


def snapshot_of(engine: Engine) -> Engine:
    """Return the same engine, whose transactions see one state from their first statement on, as SQLite's do anyway."""
    return engine.execution_options(isolation_level="REPEATABLE READ") if _is_postgres(engine) else engine


def _is_postgres(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def prepare(engine: Engine) -> None:
    """Bring an empty database to the newest schema, and refuse one that is too new, too old or somebody else's."""
    if _found(engine, engine.url.render_as_string(hide_password=True)) is None:
        upgrade(engine)


def _found(engine: Engine, shown: str) -> str | None:
    """Return the newest version where the database has it, None where it is empty; raises StoreError for another."""
    with _opening(shown):
        with engine.begin() as connection:
            found = _version(connection, shown)
        if found is not None and found != HEAD:
            raise _wrong_version(found, shown)
    return found


@contextmanager
def _opening(shown: str) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        is_file = shown.startswith("sqlite")
        file = "check that it is a SQLite database, and that you may read and write it and the folder around it"
        mend = file if is_file else "check that the server runs, has that database and lets you in"
        raise StoreError(f"`{shown}` cannot be opened: {_first_line(error)}", mend=mend) from error


def _first_line(error: DatabaseError) -> str:
    return str(error.orig).strip().partition("\n")[0] or type(error.orig).__name__


def _version(connection: Connection, shown: str) -> str | None:
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if "alembic_version" not in names or "queue_items" not in names:
        raise StoreError(
            f"`{shown}` holds tables that are not ours", mend="name an empty database, or a new SQLite file"
        )
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _wrong_version(found: str, shown: str) -> StoreError:
    if found > HEAD:
        return StoreError(
            f"`{shown}` has schema {found}, newer than {HEAD}, the newest that this version knows",
            mend="pip install --upgrade moderation",
        )
    return StoreError(
        f"`{shown}` has schema {found}, older than {HEAD}",
        # A password is not shown, so a URL with one could not be copied; and a shell has its own idea of `?`.
        mend="back it up with the version that wrote it, then run `python -m moderation.store "
        f"{'URL' if '***' in shown else shlex.quote(shown)}`",
    )


def upgrade(engine: Engine) -> None:
    """Run the steps that the database lacks, in one transaction; two processes at once do it once.

    Raises StoreError where the database cannot be opened, is too new, or holds tables that are not ours.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    shown = engine.url.render_as_string(hide_password=True)
    patient = writer_of(engine).execution_options(moderation_patience=_PATIENCE_WITH_STEPS)
    with _opening(shown), patient.begin() as connection:
        take_turn(connection)
        found = _version(connection, shown)
        if found is not None and found > HEAD:
            raise _wrong_version(found, shown)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
