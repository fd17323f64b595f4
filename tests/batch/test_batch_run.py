"""Files in, scored rows out: order, columns, rejects, resuming."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from moderation.batch import Progress, Request, estimate, score_files
from moderation.batch.judging import judge_rows
from moderation.batch.rows import OURS
from moderation.batch.shelf import Shelf
from moderation.classify.constant import Constant
from moderation.errors import InputError, UsageError
from moderation.pipeline import load_pipeline
from moderation.records import Comment, Context, Notice

ROWS = [
    {"id": str(number), "text": text, "site": "x", "topic": f"t{number % 3}"}
    for number, text in enumerate(["you idiot", "a fine day for a walk", "12345", "Guten Tag, wie geht es dir?"] * 15)
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Sixty comments and one broken line, as JSON Lines."""
    path = tmp_path / "dump.jsonl"
    lines = [json.dumps(row) for row in ROWS]
    path.write_text("\n".join([*lines[:30], '{"id": "broken', *lines[30:]]) + "\n")
    return path


def _run(dump: Path, out: Path, **options: object) -> list[dict]:
    score_files(Request((str(dump),), out, **{"chunk": 7, **options}))
    return [json.loads(line) for line in out.read_text().splitlines()]


def test_one_row_per_comment_in_input_order_with_the_inputs_columns(dump: Path, tmp_path: Path) -> None:
    """Nothing is lost, nothing moves, and the input's own columns come along."""
    rows = _run(dump, tmp_path / "out.jsonl")

    assert [row["id"] for row in rows] == [row["id"] for row in ROWS]
    assert list(rows[0])[: len(OURS)] == list(OURS)
    assert [row["topic"] for row in rows] == [row["topic"] for row in ROWS]
    assert [row["text"] for row in rows] == [row["text"] for row in ROWS]
    assert {tuple(row) for row in rows} == {tuple(rows[0])}


def test_a_row_that_cannot_be_read_goes_to_the_rejects_file(dump: Path, tmp_path: Path) -> None:
    """It is counted, named by line, and stops nothing."""
    out = tmp_path / "out.jsonl"
    tally = score_files(Request((str(dump),), out))
    rejects = [json.loads(line) for line in Path(f"{out}.rejects.jsonl").read_text().splitlines()]

    assert (tally.rows, tally.rejects) == (60, 1)
    assert [reject["line"] for reject in rejects] == [31]
    assert "broken" not in rejects[0]["reason"]


def test_the_manifest_says_what_the_output_was_made_from(dump: Path, tmp_path: Path) -> None:
    """Digests, versions, options and counts stay beside the output."""
    out = tmp_path / "out.jsonl"
    _run(dump, out)
    manifest = json.loads(Path(f"{out}.manifest.json").read_text())

    assert manifest["state"] == "finished"
    assert manifest["counts"]["rows"] == 60
    assert len(manifest["inputs"][0]["sha256"]) == 64
    assert set(manifest["versions"]) == {"classifier", "model", "rules", "policy"}
    assert "de" in manifest["counts"]["languages_not_covered"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_any_number_of_processes_writes_the_same_bytes(dump: Path, tmp_path: Path, jobs: int) -> None:
    """Chunks and processes change nothing."""
    whole, cut = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    _run(dump, whole, chunk=1000)
    _run(dump, cut, jobs=jobs)

    assert whole.read_bytes() == cut.read_bytes()


def test_an_interrupted_run_resumes_to_the_same_bytes(
    dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was finished is kept and not judged again."""
    whole, resumed = tmp_path / "whole.jsonl", tmp_path / "resumed.jsonl"
    _run(dump, whole)
    kept, keep = [], Shelf.keep

    def interrupt(shelf: Shelf, part: object) -> None:
        if len(kept) == 4:
            raise KeyboardInterrupt
        kept.append(part)
        keep(shelf, part)

    monkeypatch.setattr(Shelf, "keep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        _run(dump, resumed)
    assert json.loads(Path(f"{resumed}.manifest.json").read_text())["state"] == "interrupted"
    judged: list[object] = []
    monkeypatch.setattr(Shelf, "keep", lambda shelf, part: (judged.append(part), keep(shelf, part))[1])
    _run(dump, resumed, resume=True)

    assert whole.read_bytes() == resumed.read_bytes()
    assert len(judged) == 9 - 4
    assert not Path(f"{resumed}.parts").exists()


def test_resuming_on_a_changed_input_is_refused(dump: Path, tmp_path: Path) -> None:
    """Half of one dump and half of another would be nobody's result."""
    out = tmp_path / "out.jsonl"
    _run(dump, out)
    dump.write_text(dump.read_text() + json.dumps(ROWS[0]) + "\n")

    with pytest.raises(UsageError, match="cannot resume: `inputs` changed"):
        _run(dump, out, resume=True)


def test_csv_and_parquet_hold_what_json_lines_holds(dump: Path, tmp_path: Path) -> None:
    """Three formats, one table."""
    lines = _run(dump, tmp_path / "out.jsonl")
    for name in ("out.csv", "out.parquet"):
        score_files(Request((str(dump),), tmp_path / name, chunk=7))
    with (tmp_path / "out.csv").open(newline="") as file:
        cells = list(csv.DictReader(file))
    table = pq.read_table(tmp_path / "out.parquet").to_pylist()

    assert [row["id"] for row in cells] == [row["id"] for row in table] == [row["id"] for row in lines]
    assert [row["toxicity"] for row in table] == [row["toxicity"] for row in lines]
    assert [row["reasons"] for row in table] == [row["reasons"] for row in lines]
    assert [row["reasons"].split() for row in cells] == [row["reasons"] for row in lines]
    assert [row["toxicity"] or None for row in cells if row["language"] == "de"] == [None] * 15


def test_a_cell_that_a_spreadsheet_would_run_is_defused(tmp_path: Path) -> None:
    """`=`, `+`, `-` and `@` at the start of a text stay text."""
    dump, out = tmp_path / "d.jsonl", tmp_path / "o.csv"
    texts = ["=HYPERLINK(1)", "@Anna, no", "-1+2", "+49 30", "plain"]
    dump.write_text("\n".join(json.dumps({"id": str(i), "text": text}) for i, text in enumerate(texts)))
    score_files(Request((str(dump),), out))
    with out.open(newline="") as file:
        written = [row["text"] for row in csv.DictReader(file)]

    assert written == ["'=HYPERLINK(1)", "'@Anna, no", "'-1+2", "'+49 30", "plain"]


def test_a_column_of_ours_in_the_input_is_kept_under_another_name(tmp_path: Path) -> None:
    """The input's `toxicity` does not vanish under ours."""
    dump = tmp_path / "d.csv"
    dump.write_text("comment_id,body,toxicity,author\n1,hello there my friend,high,Ann\n")
    row = _run(dump, tmp_path / "o.jsonl")[0]

    assert (row["id"], row["input_toxicity"], row["body"], row["author"]) == (
        "1",
        "high",
        "hello there my friend",
        "Ann",
    )
    assert row["toxicity"] != "high"


def test_text_can_be_left_out_and_names_replaced(tmp_path: Path) -> None:
    """No text, no name, and the same pseudonym for the same name and key."""
    dump = tmp_path / "d.csv"
    dump.write_text("id,body,user\n1,first words here,Ann\n2,second words here,Ann\n3,third words here,Bob\n")
    rows = _run(dump, tmp_path / "o.jsonl", with_text=False, pseudonym_key=b"k")

    assert all("body" not in row and "text" not in row for row in rows)
    assert rows[0]["user"] == rows[1]["user"] != rows[2]["user"]
    assert "Ann" not in (tmp_path / "o.jsonl").read_text()


def test_only_the_columns_asked_for(dump: Path, tmp_path: Path) -> None:
    """In the order asked for; a wrong name is answered with the nearest."""
    assert list(_run(dump, tmp_path / "o.jsonl", kept=("route", "id"))[0]) == ["route", "id"]
    with pytest.raises(UsageError, match="did you mean `toxicity`"):
        _run(dump, tmp_path / "o.jsonl", kept=("toxcity",))


def test_evidence_comes_on_demand(dump: Path, tmp_path: Path) -> None:
    """`--explain` adds ranges that slice the text."""
    row = _run(dump, tmp_path / "o.jsonl", explained=True)[0]

    assert any("idiot" in row["text"][e["start"] : e["end"]] for e in row["evidence"])


@pytest.mark.parametrize("name", ["empty.jsonl", "empty.csv", "empty.txt"])
def test_an_empty_file_gives_no_rows_and_no_error(tmp_path: Path, name: str) -> None:
    """0 comments is an answer."""
    dump = tmp_path / name
    dump.write_text("")

    assert _run(dump, tmp_path / "o.jsonl") == []


def test_later_keys_of_json_lines_are_kept(tmp_path: Path) -> None:
    """The schema is fixed before the first row; what comes later goes into one column."""
    dump = tmp_path / "d.jsonl"
    dump.write_text('{"id":"1","text":"a b c"}\n{"id":"2","text":"d e f","mood":"sour"}\n')
    rows = _run(dump, tmp_path / "o.jsonl", chunk=1)

    assert (rows[0]["input_more"], rows[1]["input_more"]) == (None, {"mood": "sour"})


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    """One message, no traceback."""
    with pytest.raises(InputError, match=r"nowhere\.jsonl"):
        score_files(Request((str(tmp_path / "nowhere.jsonl"),), tmp_path / "o.jsonl"))


def test_an_estimate_says_what_the_policy_would_hold(dump: Path) -> None:
    """Share, hours, and the reasons, from a slice of the input."""
    found = estimate(Request((str(dump),)))

    assert (found.comments, found.slice) == (60, 60)
    assert found.share_held == pytest.approx(0.75)
    assert found.hours_in_all == pytest.approx(45 * found.seconds_per_decision / 3600)
    assert found.by_reason["language-not-covered"] == 30


def test_an_estimate_says_what_each_classifier_costs(dump: Path) -> None:
    """The chosen one first; a core-hour twice as dear, a cost twice as high."""
    cheap = estimate(Request((str(dump),), jobs=2), core_hour_price=0.05).as_json()
    names = [cost["classifier"] for cost in cheap["costs"]]

    assert names[0] == "ngram.v1"
    assert "constant.v1" not in names
    for cost in cheap["costs"]:
        assert cost["cost"] == pytest.approx(2 * cost["hours"] * 0.05)
        assert cost["cost_per_million"] == pytest.approx(cost["cost"] / 60 * 1_000_000)


def test_the_options_that_decide_the_output_stand_in_the_manifest(dump: Path, tmp_path: Path) -> None:
    """Two requests that write different rows have different options."""
    request = Request((str(dump),), tmp_path / "o.jsonl")

    assert replace(request, explained=True).options != request.options
    assert replace(request, jobs=2).options == request.options


def test_rows_of_an_input_that_cannot_be_written_over(dump: Path) -> None:
    """The output never takes the place of an input, nor of a folder."""
    before = dump.read_bytes()
    with pytest.raises(UsageError, match="is an input too"):
        score_files(Request((str(dump),), dump))
    with pytest.raises(UsageError, match="is a folder"):
        score_files(Request((str(dump),), dump.parent))

    assert dump.read_bytes() == before


def test_the_text_that_is_left_out_cannot_be_a_column(dump: Path, tmp_path: Path) -> None:
    """The nearest name would be `threat`."""
    with pytest.raises(UsageError, match="`text` is the text") as caught:
        score_files(Request((str(dump),), tmp_path / "o.csv", with_text=False, kept=("id", "text")))
    assert "leave `--no-text` out" in caught.value.render()


def test_no_column_is_lost_to_another_of_the_same_name(tmp_path: Path) -> None:
    """A file that was scored twice already has `toxicity` and `input_toxicity`; both come along."""
    dump = tmp_path / "d.csv"
    dump.write_text("id,text,toxicity,input_toxicity\n1,hello there my friend,second,first\n")
    row = _run(dump, tmp_path / "o.jsonl")[0]

    assert (row["input_toxicity"], row["input_input_toxicity"]) == ("second", "first")


def test_the_columns_of_every_input_are_in_the_output(tmp_path: Path) -> None:
    """Each field has one column, every other column its own, and rejects name their file."""
    first, second, out = tmp_path / "1.csv", tmp_path / "2.csv", tmp_path / "o.jsonl"
    first.write_text("id,text,topic\n1,a walk in the park,sport\n")
    second.write_text("cid,body,mood,user\n2,another walk,sour,Ann\n3,a,b,c,d,e\n")
    score_files(Request((str(first), str(second)), out))
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    columns = ("id", "text", "topic", "mood", "user")

    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("1", "a walk in the park", "sport", None, None),
        ("2", "another walk", None, "sour", "Ann"),
    ]
    assert [*rows[0]] == [*rows[1]]
    assert json.loads(Path(f"{out}.rejects.jsonl").read_text())["file"] == str(second)


def test_fields_of_json_lines_are_kept_wherever_they_first_stand(tmp_path: Path) -> None:
    """Our own fields have their columns before the first object that has them."""
    dump = tmp_path / "d.jsonl"
    late = {"id": "9", "text": "a b c", "likes": 5, "url": "http://x.example/", "edited_at": "2024-03-01T10:00:00Z"}
    dump.write_text("\n".join(json.dumps(row) for row in [*ROWS, late]))
    row = _run(dump, tmp_path / "o.jsonl")[-1]

    assert (row["likes"], row["url"], row["edited_at"]) == (5, "http://x.example/", "2024-03-01T10:00:00Z")


@pytest.mark.parametrize("options", [{"with_text": False}, {"pseudonym_key": b"k"}], ids=["no text", "pseudonyms"])
def test_what_is_withheld_is_not_in_the_rejects_either(tmp_path: Path, options: dict) -> None:
    """A row that cannot be read holds the text and the names that the output is to be without."""
    dump = tmp_path / "d.csv"
    dump.write_text("id,text,author,reply_to\n1,first words,Ann,Bob\n2,secret words,Ann,Bob,too,many\n")
    row = _run(dump, tmp_path / "o.jsonl", **options)[0]
    rejects = (tmp_path / "o.jsonl.rejects.jsonl").read_text()

    assert ("secret" in rejects, "Ann" in rejects, json.loads(rejects)["line"]) == (False, False, 3)
    assert "pseudonym_key" not in options or not {"Ann", "Bob"} & {row["author"], row["reply_to"]}


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (None, "`user_name`, `Author E-Mail`, `comment_author_IP`"),
        (("id", "author", "Author E-Mail", "route"), "`Author E-Mail`"),
        (("id", "author", "route"), None),
    ],
    ids=["all columns", "some", "none that tells"],
)
def test_columns_that_tell_who_it_is_are_named(tmp_path: Path, kept: tuple[str, ...] | None, told: str | None) -> None:
    """A second name, an address: pseudonyms beside them hide nobody, and whoever asked for some should know."""
    dump = tmp_path / "d.csv"
    columns = "id,text,author,user_name,Author E-Mail,comment_author_IP,ship"
    dump.write_text(f"{columns}\n1,hello,Ann,ann,a@x.example,1.2,x\n")
    heard: list[Notice] = []
    request = Request((str(dump),), tmp_path / "o.csv", pseudonym_key=b"k", kept=kept)
    score_files(request, Progress(notice=heard.append))

    assert [notice.message.partition(" stay as")[0] for notice in heard] == (
        [f"only names get pseudonyms, {told}"] if told else []
    )


def test_a_nested_author_has_the_pseudonym_of_the_name(tmp_path: Path) -> None:
    """The same person is the same code, however the object spells the author."""
    dump = tmp_path / "d.jsonl"
    authors = [{"name": "Ann"}, "Ann"]
    dump.write_text("\n".join(json.dumps({"id": str(i), "text": "a b", "author": a}) for i, a in enumerate(authors)))
    rows = _run(dump, tmp_path / "o.jsonl", pseudonym_key=b"k")

    assert rows[0]["author"] == rows[1]["author"]


def test_resuming_under_another_key_is_refused(dump: Path, tmp_path: Path) -> None:
    """One person would have two pseudonyms in one file."""
    _run(dump, tmp_path / "o.jsonl", pseudonym_key=b"k")
    with pytest.raises(UsageError, match=r"`options` changed \(`--pseudonymise` or its key\)"):
        _run(dump, tmp_path / "o.jsonl", pseudonym_key=b"l", resume=True)


def test_resuming_names_the_option_as_it_was_typed(dump: Path, tmp_path: Path) -> None:
    """Not by the manifest's word for it."""
    _run(dump, tmp_path / "o.jsonl", kept=("id", "route"))
    with pytest.raises(UsageError, match=r"`options` changed \(`--columns`\)"):
        _run(dump, tmp_path / "o.jsonl", kept=("id",), resume=True)


def test_parts_that_no_manifest_vouches_for_are_not_resumed(dump: Path, tmp_path: Path) -> None:
    """Nobody knows what they were made from."""
    parts = tmp_path / "o.jsonl.parts"
    parts.mkdir()
    for kind, content in (("rows", "{}\n"), ("rejects", ""), ("tally", "{}")):
        (parts / f"00000000.{kind}").write_text(content)

    assert len(_run(dump, tmp_path / "o.jsonl", resume=True)) == 60


class _Mute(Constant):
    """A classifier that scores, and cannot say why."""

    def explain(self, text: object, label: object) -> list:
        """Fail."""
        raise ValueError


def test_a_comment_that_cannot_be_explained_keeps_its_verdict() -> None:
    """Evidence is lost, the comment is not."""
    pipeline = load_pipeline(classifier="constant.v1")
    mute = replace(pipeline, judges=replace(pipeline.judges, classifier=_Mute()))
    comment = Comment(source="s", thread_id="t", id="1", text="a walk by the river")
    verdicts, broken = judge_rows(mute, [comment], [Context()], explained=True)

    assert ([v.status for v in verdicts if v], broken) == (["scored"], ())


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_scored_rows_that_are_scored_again_get_the_same_routes(tmp_path: Path, ending: str) -> None:
    """No format makes a report of the empty list of reports, and none loses who reported, and when."""
    reports = [
        {"reason": "rude", "by": "Bob", "at": "2024-03-01T10:00:00Z"},
        {"reason": "spam", "by": None, "at": None},
    ]
    dump, once, twice = tmp_path / "d.jsonl", tmp_path / f"1.{ending}", tmp_path / "2.jsonl"
    rows = [{"id": "1", "text": "a walk by the river"}, {"id": "2", "text": "another walk", "reports": reports}]
    dump.write_text("\n".join(map(json.dumps, rows)))
    score_files(Request((str(dump),), once))
    found = _run(once, twice)

    assert [(row["route"], row["reasons"]) for row in found] == [("approve", []), ("review", ["reported:2"])]
    told = found[1]["reports"]
    assert (json.loads(told) if isinstance(told, str) else told) == reports


def test_a_cell_of_reports_that_is_no_json_is_a_reason(tmp_path: Path) -> None:
    """Also where it begins like a list, and however deep that goes."""
    dump = tmp_path / "d.csv"
    cells = ["[spam] again", "[" * 200_000, "null", "[]", "3"]
    dump.write_text("id,text,reports\n" + "".join(f"{n},a walk by the river,{cell}\n" for n, cell in enumerate(cells)))

    assert [row["reasons"] for row in _run(dump, tmp_path / "o.jsonl")] == [["reported:1"], ["reported:1"], [], [], []]


def test_a_carriage_return_in_a_text_begins_no_row(tmp_path: Path) -> None:
    """Whoever writes one must not be able to write rows, nor cells that a spreadsheet runs."""
    texts = ["one\rx,=HYPERLINK(1)\rtwo", "a\r\nb", "c\nd", "\r=1", "plain"]
    dump, out = tmp_path / "d.jsonl", tmp_path / "o.csv"
    dump.write_text("\n".join(json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts)))
    score_files(Request((str(dump),), out))
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))

    assert [(row["id"], row["text"], row["classifier"]) for row in rows] == [
        (str(n), "'" * text.startswith("\r") + text, "ngram.v1") for n, text in enumerate(texts)
    ]
    assert out.read_bytes().endswith(b"\n")
    assert not out.read_bytes().endswith(b"\r\n")
    assert len(_run(out, tmp_path / "again.jsonl")) == len(texts)
