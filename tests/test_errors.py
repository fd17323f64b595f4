"""Messages: place, line, caret, mend."""

from __future__ import annotations

import pytest

from moderation.errors import InputError, Location, ModerationError, Problem, suggest


def test_a_problem_shows_the_line_and_points_at_the_place() -> None:
    """The caret stands under the column, as wide as the word."""
    problem = Problem("unknown label `toxcity`", Location("a.yaml", 3, 10), "  label: toxcity", 7, "write `toxicity`")

    assert problem.render() == (
        "a.yaml:3:10: unknown label `toxcity`\n  3 |   label: toxcity\n               ^^^^^^^\n  mend: write `toxicity`"
    )


@pytest.mark.parametrize(
    ("line", "column", "width", "under"),
    [
        ("  terms: [笑話, jo(ke]", 15, 5, "                ^^^^^"),
        ("  score:\thigh", 10, 4, "        \t^^^^"),
        ("  terms: [笑話]", 11, 2, "          ^^^^"),
        ("  e\u0301te: 1", 9, 1, "       ^"),
    ],
    ids=["behind wide signs", "behind a tab", "under wide signs", "behind a mark that combines"],
)
def test_the_caret_stands_where_a_terminal_shows_the_word(line: str, column: int, width: int, under: str) -> None:
    """Code points are not columns."""
    problem = Problem("wrong", Location("a.yaml", 3, column), line, width)

    assert problem.render().splitlines()[-1] == "      " + under


def test_collected_problems_come_in_file_order() -> None:
    """All at once, sorted by place."""
    problems = [Problem("second", Location("a", 9)), Problem("first", Location("a", 2)), Problem("none")]

    assert [problem.message for problem in InputError.collected(problems).problems] == ["none", "first", "second"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("toxicty", "did you mean `toxicity`?"), ("zzz", "expected one of `toxicity`, `spam`")],
)
def test_the_nearest_name_is_offered_or_all_are_listed(name: str, expected: str) -> None:
    """A typo gets its word, nonsense gets the list."""
    assert suggest(name, ["toxicity", "spam"]) == expected


def test_every_error_of_the_tree_is_a_moderation_error_that_exits_2() -> None:
    """One class to catch."""
    assert issubclass(InputError, ModerationError)
    assert InputError("x").exit_code == 2
