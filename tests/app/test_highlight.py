"""A text cut into runs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moderation.app.panel.highlight import runs
from moderation.records import Evidence, Span
from moderation.taxonomy import LABELS

offsets = st.integers(min_value=-3, max_value=40)
evidence = st.builds(
    Evidence,
    label=st.sampled_from(LABELS),
    start=offsets,
    end=offsets,
    source=st.just("constant.v1"),
    weight=st.floats(min_value=0.01, max_value=1),
)


@given(
    st.text(alphabet=st.characters(exclude_categories=("Cc", "Cf", "Cs")), max_size=30), st.lists(evidence, max_size=5)
)
def test_runs_make_up_the_text_again(text, found):
    """Whatever the evidence, the runs in a row are the text, and none is empty."""
    cut = runs(text, found)

    assert "".join(run.text for run in cut) == text
    assert all(run.text for run in cut)


def test_the_gravest_label_colours_and_all_speak():
    """Where evidence overlaps, severity times weight picks the colour, and every piece is told."""
    found = [Evidence("insult", 0, 5, "rule:a", 0.9), Evidence("threat", 3, 8, "rule:b", 0.8)]

    cut = runs("abcdefghij", found)

    assert [(run.text, run.label, len(run.evidence)) for run in cut] == [
        ("abc", "insult", 1),
        ("de", "threat", 2),
        ("fgh", "threat", 1),
        ("ij", None, 0),
    ]


def test_code_points_not_utf16():
    """An emoji is one place, as everywhere in the records."""
    assert [run.text for run in runs("\U0001f600bad", [Evidence("insult", 1, 4, "rule:a", 1)])] == ["\U0001f600", "bad"]


def test_hiding_characters_stand_alone_by_name():
    """An override is a run of its own, never text."""
    cut = runs("a\u202eb", (), [Span(0, 1)])

    assert [(run.text, run.hidden, run.quoted) for run in cut] == [
        ("a", False, True),
        ("RLO", True, False),
        ("b", False, False),
    ]
