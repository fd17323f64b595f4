"""Labelled tables are read strictly, and the figures are those that the definition gives."""

from __future__ import annotations

import gzip
import json
import math
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from PIL import Image

from moderation.classify import load_classifier
from moderation.classify.constant import Constant
from moderation.errors import InputError, UsageError
from moderation.evaluate import LabelColumn, evaluate, read_labelled
from moderation.evaluate.figures import Rows
from moderation.evaluate.plot import draw, precision_recall_curve, reliability, roc
from moderation.records import Folded
from moderation.taxonomy import Label


class ByLength(Constant):
    """Scores a comment by its length over ten: figures that can be worked out by hand."""

    def score(self, texts: Sequence[Folded]) -> np.ndarray:
        return np.array([[len(text.text) / 10] * len(self.labels) for text in texts], np.float32).reshape(
            -1, len(self.labels)
        )


def at(value: float):
    """A policy with one threshold for every label."""
    return lambda label: value


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("toxicity=toxic", LabelColumn("toxicity", "toxic")),
        ("insult=frac_insult>=0.5", LabelColumn("insult", "frac_insult", least=0.5)),
        ("toxicity=is_toxic==Toxic", LabelColumn("toxicity", "is_toxic", value="Toxic")),
        ("spam=a column = b", LabelColumn("spam", "a column = b")),
    ],
    ids=["plain", "threshold", "word", "odd column"],
)
def test_label_columns(given: str, expected: LabelColumn) -> None:
    """All spellings of a label's column are understood."""
    assert LabelColumn.parse(given) == expected


@pytest.mark.parametrize("given", ["toxicity", "toxic=label", "=x", "toxicity=a>=1.2.3", "toxicity=a>=half"])
def test_label_columns_that_are_none(given: str) -> None:
    """Anything else is misuse, with a mend."""
    with pytest.raises(UsageError) as caught:
        LabelColumn.parse(given)
    assert "mend:" in caught.value.render()


@pytest.mark.parametrize(
    ("column", "cell", "truth"),
    [
        (LabelColumn("toxicity", "c"), "0.25", 0.25),
        (LabelColumn("toxicity", "c"), "Yes", 1.0),
        (LabelColumn("toxicity", "c", least=0.7), "0.7", 1.0),
        (LabelColumn("toxicity", "c", least=0.7), "0.69", 0.0),
        (LabelColumn("toxicity", "c", value="BAD"), "NOT_BAD", 0.0),
    ],
    ids=["share", "word", "reaches", "falls short", "another word"],
)
def test_cells(column: LabelColumn, cell: str, truth: float) -> None:
    """Shares, words and thresholds are read."""
    assert column.read(cell) == truth


@pytest.mark.parametrize("how", [{}, {"least": 0.5}, {"value": "BAD"}], ids=["share", "threshold", "word"])
def test_an_empty_cell_is_not_known(how: dict[str, Any]) -> None:
    """Nothing is not zero, however the column is read."""
    assert np.isnan(LabelColumn("toxicity", "c", **how).read(" "))


def test_not_a_number_is_not_known() -> None:
    """What data frames write for nothing is nothing."""
    assert np.isnan(LabelColumn("toxicity", "c", least=0.5).read("nan"))


def test_a_null_is_not_known(tmp_path: Path) -> None:
    """JSON's null is the empty cell of a table."""
    path = tmp_path / "labelled.jsonl"
    path.write_text('{"body": "a", "bad": null}\n{"body": "b", "bad": true}\n', encoding="utf-8")

    found = read_labelled([path], text="body", labels=[LabelColumn("toxicity", "bad")])

    np.testing.assert_equal(found.truths["toxicity"], [np.nan, 1.0])


def test_a_label_has_one_column(table: Path) -> None:
    """Two columns for one label are a mistake."""
    with pytest.raises(UsageError, match="`toxicity` is named twice"):
        read_labelled([table], text="body", labels=[LabelColumn("toxicity", "bad"), LabelColumn("toxicity", "n")])


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_what_is_no_utf8_has_its_line(tmp_path: Path, ending: str) -> None:
    """A byte that cannot be read is an error with its place, in every shape."""
    path = tmp_path / f"labelled.{ending}"
    rows = {"csv": b"body,bad\na,0\n\xff,1\n", "jsonl": b'{"body": "a", "bad": 0}\n{"body": "\xff", "bad": 1}\n'}
    path.write_bytes(rows[ending])

    with pytest.raises(InputError, match="cannot be read here"):
        read_labelled([path], text="body", labels=[LabelColumn("toxicity", "bad")])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Six comments of lengths 1 to 6 in two groups; one truth is not known."""
    path = tmp_path / "labelled.csv"
    path.write_text("body,bad,who,n\na,0,x,1\nbb,1,x,1\nccc,0,y,2\ndddd,1,y,1\neeeee,1,x,1\nffffff,,y,1\n")
    return path


def test_figures_of_a_small_table(table: Path) -> None:
    """AUC, average precision, precision and recall are those worked out by hand; unknown truths do not count."""
    columns = [LabelColumn.parse("toxicity=bad")]
    found = evaluate(read_labelled([table], text="body", labels=columns), ByLength(), threshold=at(0.35), rounds=20)
    figures = found.labels["toxicity"]
    assert found.rows == 6
    assert figures.positives == 3
    assert figures.auc == pytest.approx(5 / 6)
    assert figures.average_precision == pytest.approx((1 + 1 + 3 / 4) / 3)
    assert (figures.precision_at_policy, figures.recall_at_policy) == (1.0, pytest.approx(2 / 3))
    assert figures.auc_interval is not None
    assert figures.auc_interval[0] <= figures.auc <= figures.auc_interval[1]


def test_weights_count_rows(table: Path) -> None:
    """A row of weight two is two rows."""
    columns = [LabelColumn.parse("toxicity=bad")]
    labelled = read_labelled([table], text="body", labels=columns, weights="n")
    found = evaluate(labelled, ByLength(), threshold=at(0.5), rounds=0)
    # Positives 2, 4, 5 against negatives 1 and twice 3: 1 + 3 + 3 of 9 pairs are in order.
    assert found.labels["toxicity"].auc == pytest.approx(7 / 9)
    assert found.labels["toxicity"].auc_interval is None


def test_groups_are_set_against_the_others(table: Path) -> None:
    """Within, background positive and background negative AUC, and false positives at the policy."""
    columns = [LabelColumn.parse("toxicity=bad")]
    labelled = read_labelled([table], text="body", labels=columns, group="who")
    found = evaluate(labelled, ByLength(), threshold=at(0.25), rounds=0)
    y = found.groups["y"]["toxicity"]
    assert (y.rows, y.positives, y.auc) == (2, 1, 1.0)
    assert y.bpsn_auc == 0.5
    assert y.bnsp_auc == 1.0
    assert y.false_positive_rate == 1.0
    assert found.groups["x"]["toxicity"].false_positive_rate == 0.0


def test_the_json_is_that_of_the_contract(table: Path) -> None:
    """The names that scripts rely on."""
    columns = [LabelColumn.parse("toxicity=bad"), LabelColumn.parse("spam=bad")]
    found = evaluate(read_labelled([table], text="body", labels=columns), ByLength(), threshold=at(0.5)).as_json()
    assert {"schema_version", "rows", "labels", "groups", "comments_per_second"} <= set(found)
    wanted = {"auc", "average_precision", "positives", "ece", "precision_at_policy", "recall_at_policy"}
    assert list(found["labels"]) == ["toxicity", "spam"]
    assert all(wanted <= set(figures) for figures in found["labels"].values())


def test_without_a_threshold_nothing_is_said_at_the_policy(table: Path) -> None:
    """A label that the policy leaves alone has no precision there."""
    labelled = read_labelled([table], text="body", labels=[LabelColumn.parse("toxicity=bad")])
    found = evaluate(labelled, ByLength(), threshold=lambda label: None, rounds=0)
    assert found.labels["toxicity"].precision_at_policy is None


def test_labels_that_nothing_covers_are_misuse(table: Path) -> None:
    """A classifier without the label is named, with what it covers."""
    labelled = read_labelled([table], text="body", labels=[LabelColumn.parse("threat=bad")])
    scores: dict[Label, float] = {"spam": 0.5}
    with pytest.raises(UsageError, match="covers none of `threat`"):
        evaluate(labelled, Constant(scores), threshold=at(0.5))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tsv", "body\tbad\nhello\t1\nbye\t0\n"),
        ("a.jsonl", '{"body": "hello", "bad": 1}\n{"body": "bye", "bad": 0}\n'),
        ("a.csv", "\ufeffbody,bad\nhello,true\nbye,false\n"),
    ],
    ids=["tsv", "jsonl", "csv with a byte order mark"],
)
def test_formats(tmp_path: Path, name: str, content: str) -> None:
    """The ending says how a table is written."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    labelled = read_labelled([tmp_path / name], text="body", labels=[LabelColumn.parse("toxicity=bad")])
    assert labelled.texts == ("hello", "bye")
    assert labelled.truths["toxicity"].tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ('"and never closed,1', "a quote is opened and not closed"),
        ("a comment, with a comma,1", "3 cells, the header has 2"),
    ],
)
def test_a_broken_row_swallows_none(tmp_path: Path, broken: str, says: str) -> None:
    """A quote left open or a comma too many stops the reading at its line; rows below were taken for one comment."""
    path = tmp_path / "labelled.csv"
    path.write_text(f"body,bad\na,0\n{broken}\nc,1\nd,0\n")

    with pytest.raises(InputError, match=says) as caught:
        read_labelled([path], text="body", labels=[LabelColumn("toxicity", "bad")])

    assert [problem.at.line for problem in caught.value.problems if problem.at] == [3]


def test_quotes_in_a_tab_separated_table_are_signs(tmp_path: Path) -> None:
    """Most such tables are written without quoting: an inch of `"` there opens nothing."""
    path = tmp_path / "labelled.tsv"
    path.write_text('body\tbad\n"so he says\t1\nnext" one\t0\nlast\t0\n')

    found = read_labelled([path], text="body", labels=[LabelColumn("toxicity", "bad")])

    assert found.texts == ('"so he says', 'next" one', "last")


def test_a_word_that_no_cell_says_is_a_slip(tmp_path: Path) -> None:
    """Else every comment would count as harmless, and the table would say so with intervals."""
    path = tmp_path / "labelled.csv"
    path.write_text("body,is_bad\nhello,Toxic\nbye,Not Toxic\n")
    assert read_labelled([path], text="body", labels=[LabelColumn.parse("toxicity=is_bad==Toxic")])
    with pytest.raises(InputError, match="no cell of column `is_bad` says `toxic`"):
        read_labelled([path], text="body", labels=[LabelColumn.parse("toxicity=is_bad==toxic")])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("body,bad\nhello,5\n", r"labelled\.csv:2: column `bad` holds no number"),
        ("body,baad\nhello,1\n", "did you mean `baad`"),
        ("body,bad\n", "no comments"),
    ],
    ids=["no share", "no column", "no rows"],
)
def test_unfit_tables(tmp_path: Path, content: str, says: str) -> None:
    """The error names line and mend, and never repeats a cell."""
    path = tmp_path / "labelled.csv"
    path.write_text(content)
    with pytest.raises(InputError, match=says) as caught:
        read_labelled([path], text="body", labels=[LabelColumn.parse("toxicity=bad")])
    assert "hello" not in caught.value.render()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", b'{"body": "hello", "bad": 1}\n[1]\n', r"a\.jsonl:2: not a JSON object"),
        ("a.jsonl", b"{hello\n", r"a\.jsonl:1: not a JSON object"),
        ("a.csv", b"body,bad\nh\xff\xfello,1\n", "cannot be read"),
    ],
    ids=["a list", "no JSON", "not UTF-8"],
)
def test_unreadable_tables(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """Broken lines are input errors with their place."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=says):
        read_labelled([tmp_path / name], text="body", labels=[LabelColumn.parse("toxicity=bad")])


def test_a_sheet_that_a_spreadsheet_has_saved(tmp_path: Path) -> None:
    """Where numbers have a decimal comma, columns are parted by semicolons, and a mark stands before the header."""
    (tmp_path / "s.csv").write_bytes('\ufeffbody;bad;weight\n"well; then";1;76,835294\nno;;1\n'.encode())
    found = read_labelled(
        [tmp_path / "s.csv"], text="body", labels=[LabelColumn.parse("toxicity=bad")], weights="weight"
    )

    assert (found.texts, found.weights.tolist()) == (("well; then", "no"), [76.835294, 1.0])


@pytest.mark.parametrize("weight", ["-1", "many", "", "inf"])
def test_what_is_no_weight_is_said_to_be_none(tmp_path: Path, weight: str) -> None:
    """A weight is no label, and may be larger than 1."""
    (tmp_path / "s.csv").write_text(f"body,bad,weight\nhello,1,2.5\nhello,1,{weight}\n")
    with pytest.raises(InputError, match=r"s\.csv:3: column `weight` holds no weight") as caught:
        read_labelled([tmp_path / "s.csv"], text="body", labels=[LabelColumn.parse("toxicity=bad")], weights="weight")
    assert "sample --stratify score" in caught.value.render()


def test_labels_may_come_from_a_pipe(tmp_path: Path) -> None:
    """As from `<(zcat labelled.csv.gz)`."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("body,bad\nhello,1\n",), daemon=True)
    writer.start()

    assert read_labelled([pipe], text="body", labels=[LabelColumn.parse("toxicity=bad")]).texts == ("hello",)


def test_a_missing_file(tmp_path: Path) -> None:
    """A file that is not there is an input error."""
    with pytest.raises(InputError, match="there is no file"):
        read_labelled([tmp_path / "x.csv"], text="body", labels=[LabelColumn.parse("toxicity=bad")])


def test_every_figure_has_an_interval_round_it(table: Path) -> None:
    """AUC, precision, recall, calibration and those of a group lie within their intervals."""
    labelled = read_labelled([table], text="body", labels=[LabelColumn.parse("toxicity=bad")], group="who")
    found = evaluate(labelled, ByLength(), threshold=at(0.35), rounds=50)
    kinds = [(found.labels["toxicity"], ("average_precision", "ece", "precision_at_policy", "recall_at_policy"))]
    kinds += [(found.groups["x"]["toxicity"], ("auc", "bpsn_auc", "bnsp_auc", "false_positive_rate"))]
    for figures, names in kinds:
        for name in names:
            low, high = getattr(figures, f"{name}_interval")
            assert 0 <= low <= high <= 1
    low, high = found.labels["toxicity"].recall_at_policy_interval
    assert low <= found.labels["toxicity"].recall_at_policy <= high


def test_languages_are_measured_apart(tmp_path: Path) -> None:
    """Each language has its rows, and those that the classifier does not cover are told."""
    path = tmp_path / "two.csv"
    english = ["The council votes on the new bridge tomorrow", "You are all complete and utter fools, shame on you"]
    german = ["Der Rat stimmt morgen ueber die neue Bruecke ab", "Ihr seid doch alle nur dumme Idioten, schaemt euch"]
    rows = [f'"{text}",{place % 2}' for place, text in enumerate(english + german)]
    path.write_text("\n".join(["body,bad", *rows]))
    labelled = read_labelled([path], text="body", labels=[LabelColumn.parse("toxicity=bad")])

    found = evaluate(labelled, load_classifier("ngram.v1"), threshold=at(0.5), rounds=0, by_language=True)

    assert {code: labels["toxicity"].rows for code, labels in found.languages.items()} == {"de": 2, "en": 2}
    assert found.covered == {"en"}
    assert found.as_json()["languages"]["de"]["covered"] is False


def test_curves_are_those_of_the_definition() -> None:
    """Four comments, worked out by hand: ROC, precision against recall, reliability."""
    rows = Rows(np.array([True, False, True, False]), np.array([0.9, 0.8, 0.7, 0.15], np.float32), np.ones(4))
    assert roc(rows) == [(0, 0), (0, 0.5), (0.5, 0.5), (0.5, 1), (1, 1)]
    assert precision_recall_curve(rows) == [(0.5, 1), (0.5, 0.5), (1, pytest.approx(2 / 3)), (1, 0.5)]
    assert reliability(rows)[0] == (pytest.approx(0.15), 0)
    assert all(0 <= share <= 1 for _, share in reliability(rows))


def test_the_picture_shows_what_can_be_drawn(table: Path, tmp_path: Path) -> None:
    """A PNG with ink in the label's colour; a label that is never true has no curve, and is no error."""
    columns = [LabelColumn.parse("toxicity=bad"), LabelColumn.parse("spam=n>=9")]
    found = evaluate(read_labelled([table], text="body", labels=columns), ByLength(), threshold=at(0.5), rounds=0)
    draw(found, tmp_path / "curves.png")
    with Image.open(tmp_path / "curves.png") as image:
        colours = {colour for _, colour in image.getcolors(1 << 20)}
    assert (0x00, 0x72, 0xB2) in colours
    assert (0xD5, 0x5E, 0x00) not in colours


def test_weights_that_are_all_zero_are_no_weights(tmp_path: Path) -> None:
    """Every measure would be a dash, without a word of why."""
    (tmp_path / "s.csv").write_text("body,bad,weight\nwell,1,0\nno,0,0\n")
    with pytest.raises(InputError, match="every weight in column `weight` is 0"):
        read_labelled([tmp_path / "s.csv"], text="body", labels=[LabelColumn.parse("toxicity=bad")], weights="weight")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PAR1\x15\x04\xff", "the Parquet file is damaged"),
        (b"PK\x03\x04\xff", "an Excel workbook"),
        (b"\x1f\x8b\x08\x00\xff", "the gzip data is damaged"),
    ],
)
def test_what_is_no_table_of_text_is_named(tmp_path: Path, content: bytes, kind: str) -> None:
    """Other commands read it, and saving it in UTF-8 is no advice."""
    (tmp_path / "s.csv").write_bytes(content)
    with pytest.raises(InputError, match=kind):
        read_labelled([tmp_path / "s.csv"], text="body", labels=[LabelColumn.parse("toxicity=bad")])


@pytest.mark.parametrize("name", ["a.csv.gz", "a.tsv.gz", "a.jsonl.zst", "a.parquet"])
def test_sets_are_read_as_they_are_handed_out(tmp_path: Path, name: str) -> None:
    """Packed, or as Parquet, with numbers that are none where nobody has judged."""
    rows = {"body": ["well, well", "no", ""], "bad": [0.25, None, 1.0], "said by": [b"ann", b"bo", b"cy"]}
    lines = [f'"{body}",{"" if bad is None else bad}' for body, bad in zip(rows["body"], rows["bad"], strict=True)]
    objects = [json.dumps({"body": body, "bad": bad}) for body, bad in zip(rows["body"], rows["bad"], strict=True)]
    table = "\n".join(["body,bad", *lines])
    path = tmp_path / name
    if name == "a.csv.gz":
        path.write_bytes(gzip.compress(table.encode()))
    elif name == "a.tsv.gz":
        path.write_bytes(gzip.compress(table.replace('",', '"\t').replace("body,", "body\t").encode()))
    elif name == "a.jsonl.zst":
        path.write_bytes(zstandard.compress("\n".join(objects).encode()))
    else:
        pq.write_table(pa.table(rows), path)

    found = read_labelled([path], text="body", labels=[LabelColumn("toxicity", "bad")])
    assert found.texts == ("well, well", "no", "")
    assert found.truths["toxicity"].tolist() == pytest.approx([0.25, math.nan, 1.0], nan_ok=True)


def test_a_column_that_a_parquet_file_lacks(tmp_path: Path) -> None:
    """The nearest name is told, as of any table."""
    pq.write_table(pa.table({"body": ["hello"], "toxic": [1]}), tmp_path / "a.parquet")
    with pytest.raises(InputError, match=r"(?s)a\.parquet: there is no column `toxik`.*did you mean `toxic`"):
        read_labelled([tmp_path / "a.parquet"], text="body", labels=[LabelColumn("toxicity", "toxik")])


def test_a_sheet_that_nobody_has_filled_in(tmp_path: Path) -> None:
    """One label that is filled is enough; with none every measure would be a dash."""
    (tmp_path / "s.csv").write_text("body,bad,worse\nwell,,\nno,,1\n")
    bad, worse = (LabelColumn.parse(name) for name in ("toxicity=bad", "insult=worse"))
    assert read_labelled([tmp_path / "s.csv"], text="body", labels=[bad, worse]).texts == ("well", "no")
    with pytest.raises(InputError, match="nothing is labelled: every cell of `bad` is empty"):
        read_labelled([tmp_path / "s.csv"], text="body", labels=[bad])
