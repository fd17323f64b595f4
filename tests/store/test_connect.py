"""Opening a database: what is refused, with which mend, and that the schema is what the code believes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from moderation.errors import StoreError
from moderation.records import Filter
from moderation.store import connect, open_store
from moderation.store.__main__ import main
from moderation.store.schema import metadata, queue_items
from moderation.store.showing.searching import found_by

UPGRADE = command.upgrade
# The index of words is made by SQL of each database's own, and one over an expression is not read back.
UNREAD = ("search_words", "ix_comments_written_at")


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_the_steps_lead_to_the_schema(database_url):
    """Migrating an empty database gives exactly the tables that the code describes."""
    engine = connect.engine_for(database_url)
    with engine.connect() as connection:
        options = {"include_object": lambda _object, name, *_: not str(name).startswith(UNREAD)}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()

    assert differences == []


def test_head_is_the_newest_step():
    """The constant that opening compares with is alembic's own head."""
    config = Config()
    config.set_main_option("script_location", str(Path(connect.__file__).parent / "migrations"))

    assert ScriptDirectory.from_config(config).get_current_head() == connect.HEAD


@pytest.mark.postgres
def test_a_postgres_database_of_before_is_searched_by_its_column_of_words(empty_postgres_url, scored, monkeypatch):
    """The step fills the column for what is there; the database keeps it for what comes, and searches by its index."""
    monkeypatch.setattr(connect, "HEAD", "0003")
    with monkeypatch.context() as steps:
        steps.setattr(command, "upgrade", lambda config, _: UPGRADE(config, "0003"))
        with open_store(empty_postgres_url) as store:
            store.add([scored(1, "The ferry is late."), scored(2, "A late answer")])
    monkeypatch.undo()
    main([empty_postgres_url])

    with open_store(empty_postgres_url) as store:
        store.add([scored(1, "The tram is late."), scored(3, "Another tram")])
        found = [sorted(item.id for item in store.items(Filter(words=words))) for words in ("ferry", "tram", "late")]
        assert found == [[], [1, 3], [1, 2]]
        asked = select(queue_items.c.id).where(store.read(lambda at: found_by(at, "tram", in_order=False)))
        shown = str(asked.compile(store.engine, compile_kwargs={"literal_binds": True}))
        with store.engine.connect() as connection:
            # Four comments are read as they lie; what is asked here is that the index can be used.
            connection.execute(text("SET enable_seqscan = off"))
            connection.execute(text("SET enable_indexscan = off"))
            plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {shown}").scalars())
    assert "Bitmap Index Scan on search_words" in plan
    assert "to_tsvector" not in plan


@pytest.mark.postgres
def test_an_empty_postgres_database_is_migrated(empty_postgres_url, scored):
    """The first opening makes the tables, the second finds them."""
    for _ in range(2):
        with open_store(empty_postgres_url) as store:
            store.add([scored()])

    with open_store(empty_postgres_url) as store:
        assert store.stats().comments == 1


def test_two_processes_open_an_empty_file_at_once(tmp_path):
    """Both find the newest schema, whoever makes it."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    script = "import sys; from moderation.store import open_store; open_store(sys.argv[1]).stats()"
    running = [subprocess.Popen([sys.executable, "-c", script, url]) for _ in range(3)]

    assert [process.wait() for process in running] == [0, 0, 0]


def test_sqlite_is_opened_for_durability(tmp_path):
    """The settings that keep a decision through a power cut, and erased text out of the file."""
    engine = connect.engine_for(f"sqlite:///{tmp_path / 'x.db'}")
    names = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "secure_delete", "recursive_triggers")
    with engine.connect() as connection:
        found = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]
    engine.dispose()

    assert found == ["wal", 2, 5000, 1, 1, 1]


def test_a_database_in_memory_works(scored):
    """A store in memory lives as long as it is open."""
    with open_store("sqlite://") as store:
        store.add([scored()])
        assert store.item(1).comment.text == "a comment"


@pytest.mark.parametrize(
    ("url", "message", "mend"),
    [
        ("no url", "cannot be understood", "sqlite:///"),
        ("mysql://x/y", "`mysql`", "postgresql"),
        ("sqlite:////nowhere/at/all/x.db", "does not exist", "mkdir -p /nowhere/at/all"),
        ("sqlite:////tmp", "is a folder", "sqlite:////tmp/moderation.db"),
        ("postgresql://user:hunter2@localhost:1/x", "cannot be opened", "lets you in"),
    ],
)
def test_what_cannot_be_opened_says_how_to_mend_it(url, message, mend):
    """A StoreError names the database without its password, and the mend."""
    with pytest.raises(StoreError) as caught:
        open_store(url)

    assert message in str(caught.value)
    assert mend in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_missing_file_is_not_made_where_it_should_be_there(tmp_path):
    """Reading commands get an error, not a new empty database."""
    path = tmp_path / "missing.db"
    with pytest.raises(StoreError, match="there is no database"):
        open_store(f"sqlite:///{path}", create=False)

    assert not path.exists()


def test_a_file_that_is_no_database_is_refused(tmp_path):
    """Bytes of another kind are left alone."""
    path = tmp_path / "x.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(f"sqlite:///{path}")

    assert path.read_bytes() == b"no database at all" * 100


def test_somebody_elses_database_is_refused(tmp_path):
    """Tables that are not ours are left alone."""
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE customers (id)")
    connection.close()

    with pytest.raises(StoreError, match="tables that are not ours"):
        open_store(f"sqlite:///{path}")


@pytest.mark.parametrize(
    ("shown", "mend"),
    [
        ("postgresql://host/name?sslmode=require", "moderation.store 'postgresql://host/name?sslmode=require'`"),
        ("postgresql://me:***@host/name", "moderation.store URL`"),
    ],
)
def test_the_mend_of_an_old_schema_can_be_typed(shown, mend):
    """What a shell would read in its own way is quoted; a URL whose password is hidden is not offered to copy."""
    assert connect._wrong_version("0001", shown).render().endswith(mend)


@pytest.mark.parametrize(("version", "mend"), [("9999", "pip install --upgrade"), ("0000", "moderation.store sqlite")])
def test_another_schema_is_refused_with_the_mend(tmp_path, version, mend):
    """Too new asks for a newer program, too old for a backup and the upgrade."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_store(url).close()
    engine = connect.engine_for(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    engine.dispose()

    with pytest.raises(StoreError, match=mend):
        open_store(url)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:///{folder}/newer.db", "newer than"),
        ("sqlite:///{folder}/none.db", "there is no database"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be opened"),
    ],
)
def test_the_upgrade_says_what_hinders_it(tmp_path, capsys, url, message):
    """`python -m moderation.store` ends with the mend and no traceback."""
    newer = f"sqlite:///{tmp_path / 'newer.db'}"
    open_store(newer).close()
    engine = connect.engine_for(newer)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    assert main([url.format(folder=tmp_path)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("is_named", [True, False])
def test_the_upgrade_says_which_schema_there_is(tmp_path, capsys, monkeypatch, is_named):
    """Also where there was nothing to do, so that nobody wonders whether it ran; the environment may name it, too."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_store(url).close()
    monkeypatch.setenv("MODERATION_DB", "sqlite:////nowhere.db" if is_named else url)

    assert main([url] if is_named else []) == 0
    assert f"schema {connect.HEAD}" in capsys.readouterr().err


def test_errors_never_show_a_comment(tmp_path, scored):
    """A failing statement does not carry its parameters into the message."""
    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as store:
        store.add([scored(1)])
        with store._engine.begin() as connection:
            connection.execute(text("DROP TABLE texts"))
        with pytest.raises(StoreError) as caught:
            store.add([scored(2, "a very private sentence")])

        with pytest.raises(StoreError, match="cannot be read: no such table"):
            store.items(Filter())

    shown = "".join(str(error) for error in (caught.value, caught.value.__cause__))
    assert "private" not in shown
