"""The composed pipeline over the shipped rules, policy and model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import moderation
from moderation.errors import ModelError, PolicyError, UsageError
from moderation.pipeline import Pipeline, load_pipeline
from moderation.records import Comment
from moderation.shipped import shipped
from moderation.taxonomy import LABEL_INDEX


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """The default pipeline."""
    return load_pipeline()


def _comments(*texts: str) -> list[Comment]:
    return [Comment(source="t", thread_id="t", id=str(number), text=text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("Thank you for this article, the part about the harbour was new to me.", "approve"),
        ("You are a complete idiot and everybody here knows it.", "review"),
        ("y0u are a c0mplete 1diot", "review"),
        ("I will find you and kill you.", "review"),
        ("Das ist ein sehr schöner Artikel, vielen Dank für die gute Arbeit.", "review"),
        ("🐒🐒🐒", "review"),
        ("x" * 20_000, "review"),
    ],
    ids=["civil", "insult", "disguised", "threat", "german", "emoji", "long"],
)
def test_comments_take_the_route_that_a_person_would_expect(pipeline: Pipeline, text: str, route: str) -> None:
    """The default policy approves the civil and asks about the rest."""
    assert pipeline.judge(_comments(text))[0].route == route


def test_every_held_comment_says_why(pipeline: Pipeline) -> None:
    """No review without a reason, no approval with one."""
    verdicts = pipeline.judge(_comments("You idiot", "Nice weather today, is it not?", "12 34", "buy followers now"))

    assert [bool(verdict.reasons) for verdict in verdicts] == [verdict.route == "review" for verdict in verdicts]


@given(texts=st.lists(st.text(max_size=200), min_size=1, max_size=5))
@settings(max_examples=25)
def test_a_comment_scores_the_same_alone_and_in_any_company(pipeline: Pipeline, texts: list[str]) -> None:
    """Batches change nothing."""
    comments = _comments(*texts)

    assert pipeline.judge(comments) == [pipeline.judge([comment])[0] for comment in comments]


def test_evidence_points_into_the_comment(pipeline: Pipeline) -> None:
    """Offsets are code points of the original, emoji and disguise included."""
    text = "🎉 well done, y o u absolute 1diot"
    verdict = pipeline.judge(_comments(text), explained=True)[0]
    assert verdict.evidence

    assert all(0 <= e.start < e.end <= len(text) and 0 < e.weight <= 1 for e in verdict.evidence)
    assert any("1diot" in text[e.start : e.end] for e in verdict.evidence)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "a\0b", "\ud800", "\U0010ffff", "x" * 1_000_000, "\u202e" * 50, "é" * 5000, "<script>"],
    ids=["empty", "blank", "nul", "nul-inside", "surrogate", "last", "million", "bidi", "accents", "markup"],
)
def test_no_text_breaks_the_pipeline(pipeline: Pipeline, text: str) -> None:
    """Hostile text gets a verdict like any other."""
    verdict = pipeline.judge(_comments(text), explained=True)[0]

    assert verdict.status == "scored"
    assert verdict.route in ("approve", "review")


def test_deleted_comments_are_skipped_in_their_place(pipeline: Pipeline) -> None:
    """Order holds when some are never scored."""
    verdicts = pipeline.judge(_comments("hello there my friend", "[deleted]", "you idiot"))

    assert [verdict.status for verdict in verdicts] == ["scored", "skipped", "scored"]
    assert verdicts[2].scores[LABEL_INDEX["toxicity"]] is not None


def test_the_public_functions_say_the_same_as_the_pipeline(pipeline: Pipeline) -> None:
    """`moderation.score` and `moderation.score_frame` are the pipeline in other clothes."""
    import pandas as pd

    texts = ["you idiot", "a fine day for a walk by the river"]
    verdicts = moderation.score(texts)
    frame = moderation.score_frame(pd.DataFrame({"body": texts, "route": ["a", "b"]}, index=[7, 9]), text="body")

    assert [verdict.scores for verdict in verdicts] == [v.scores for v in pipeline.judge(_comments(*texts))]
    assert frame["toxicity"].tolist() == [verdict.scores[0] for verdict in verdicts]
    assert (frame.index.tolist(), frame["input_route"].tolist()) == ([7, 9], ["a", "b"])


def test_a_pipeline_shows_itself_in_a_few_lines(pipeline: Pipeline) -> None:
    """A notebook shows what a cell ends with: digests tell the rules apart, their examples need not stand there."""
    shown = repr(pipeline)

    assert pipeline.versions.rules in shown
    assert len(shown) < 10_000


def test_what_cannot_be_loaded_says_so(tmp_path: Path) -> None:
    """Unknown names are answered with the known ones."""
    with pytest.raises(ModelError, match=r"there is no classifier `ngram\.v9`"):
        load_pipeline(classifier="ngram.v9")
    policy = tmp_path / "policy.toml"
    policy.write_text('format = 1\n[thresholds."ngram.v1".en]\ntoxicity = 0.2\n', encoding="utf-8")
    with pytest.raises(PolicyError, match=r"has no thresholds for the classifier `encoder\.v1`"):
        load_pipeline(policy=policy, classifier="encoder.v1")
    with pytest.raises(ModelError):
        load_pipeline(classifier="detoxify.original", checkpoint=tmp_path / "none.ckpt")
    with pytest.raises(UsageError, match="is not a language code"):
        load_pipeline(language="English")


@pytest.mark.parametrize("texts", ["one string", ["fine", None], [float("nan")]], ids=["string", "none", "nan"])
def test_what_is_no_list_of_texts_is_refused(texts: object) -> None:
    """A string would be scored letter by letter."""
    with pytest.raises(moderation.ModerationError, match="string"):
        moderation.score(texts)  # type: ignore[arg-type]


def test_an_odd_frame_loses_no_column() -> None:
    """Our names in the input, ids with gaps, repeated columns and index: everything is there, under its own name."""
    import pandas as pd

    frame = pd.DataFrame(
        [[1.0, "you idiot", 2, 3, "x", "y"], [None, "a walk", 4, 5, "z", "w"]],
        columns=["id", "text", "toxicity", "input_toxicity", "more", "more"],
        index=[7, 7],
    )
    scored = moderation.score_frame(frame)

    assert list(scored.columns[-5:]) == ["text", "input_toxicity", "input_input_toxicity", "more", "input_more"]
    assert (scored["id"].fillna("missing").tolist(), scored.index.tolist()) == (["1", "missing"], [7, 7])
    assert scored["input_input_toxicity"].tolist() == [3, 5]
    with pytest.raises(moderation.ModerationError, match="2 columns `more`"):
        moderation.score_frame(frame, text="more")


def test_a_first_verdict_loads_no_store_and_no_page() -> None:
    """Scoring from Python starts fast: what only importing or the queue need stays unloaded."""
    code = (
        "import sys, moderation; moderation.score(['you idiot']);"
        "print(sorted({'sqlalchemy', 'alembic', 'streamlit', 'pandas', 'torch', 'langdetect'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", ["frame", "dict", "none"])
def test_a_frame_is_not_scored_by_the_names_of_its_columns(kind: str) -> None:
    """A verdict on the word `body` would pass for one on the comments."""
    import pandas as pd

    texts = {"frame": pd.DataFrame({"body": ["a walk"]}), "dict": {"body": "a walk"}, "none": None}[kind]
    with pytest.raises(moderation.ModerationError, match="expected a list of strings, got"):
        moderation.score(texts)  # type: ignore[arg-type]


def test_what_is_no_frame_or_an_unclear_one_is_told() -> None:
    """A list, another library's frame, and two columns of which either could be the id."""
    import pandas as pd

    with pytest.raises(moderation.ModerationError, match="expected a pandas DataFrame, got list"):
        moderation.score_frame(["a walk"])  # type: ignore[arg-type]
    with pytest.raises(moderation.ModerationError, match="2 columns `id`"):
        moderation.score_frame(pd.DataFrame([["a walk", "1", "2"]], columns=["text", "id", "id"]))


@pytest.mark.parametrize(("odd", "kind"), [(b"you idiot", "bytes"), (["you", "idiot"], "list"), ({"a": 1}, "dict")])
def test_a_column_of_no_texts_is_told_with_its_row(odd: object, kind: str) -> None:
    """Python's spelling of bytes or of a list would be scored; numbers and missing texts are texts enough."""
    import pandas as pd

    with pytest.raises(moderation.ModerationError, match=f"row 2 of `text` is of type {kind}"):
        moderation.score_frame(pd.DataFrame({"text": ["a", None, odd]}))

    assert len(moderation.score_frame(pd.DataFrame({"text": ["a", None, 5]}))) == 3


def test_the_types_of_a_frame_do_not_depend_on_its_rows() -> None:
    """Without rows or a covered language they are the same: frames are joined, and Dask goes by an empty one."""
    import pandas as pd

    frame = pd.DataFrame({"text": ["a fine day for a walk by the river", "Guten Tag, wie geht es dir heute?"]})
    both, german, none = (moderation.score_frame(part) for part in (frame, frame[1:], frame[:0]))

    assert both.dtypes.to_dict() == german.dtypes.to_dict() == none.dtypes.to_dict()
    assert german["toxicity"].isna().all()


def test_paths_may_be_strings(tmp_path: Path) -> None:
    """As whoever works in a notebook writes them; a mistyped argument is still one."""
    rules = str(shipped("rules"))

    assert load_pipeline(rules=rules, policy=f"{rules}/policy.toml").versions == load_pipeline().versions
    with pytest.raises(ModelError):
        load_pipeline(classifier="detoxify.original", checkpoint=str(tmp_path / "none.ckpt"))
    with pytest.raises(TypeError):
        load_pipeline(clasifier="ngram.v1")  # type: ignore[call-arg]


def test_a_notebook_shows_the_functions_behind_rooms_that_bear_their_names() -> None:
    """`moderation.score?` tells what may be given, and not what the module is for."""
    import inspect

    assert list(inspect.signature(moderation.score).parameters) == ["texts", "pipeline", "explain"]
    assert (inspect.getdoc(moderation.parse) or "").startswith("Yield the records of `source`")
