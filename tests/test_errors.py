"""Messages: place, line, caret, mend."""

from __future__ import annotations

import pytest

from moderation.errors import InputError, Location, ModerationError, Problem, suggest, suggest_rule


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("tox.fol", "did you mean `tox.fool`?"),
        ("tox.foool", "did you mean `tox.fool`?"),
        ("spam.fool", "did you mean `spam.fool`?"),
        ("fool", "did you mean"),
        ("spam.tickets", "did you mean `tox.ticket`?"),
        ("tox.joke", "`moderation rules show FOLDER` lists all that there are"),
        ("tox.*", "`moderation rules show FOLDER` lists all that there are"),
    ],
)
def test_the_nearest_rule(name: str, told: str) -> None:
    """What ids have in common is no likeness; of two with one name the one of the same kind is meant."""
    assert suggest_rule(name, ["spam.fool", "tox.fool", "tox.go-home", "tox.ticket"]).startswith(told)


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


def test_of_many_names_a_few_are_listed() -> None:
    """Two hundred rule ids would be no help; the beginning of a name goes before what shares its letters."""
    ids = [f"tox.rule-{at:03}" for at in range(200)]

    assert suggest("zzz", ids).count("`") == 16
    assert suggest("zzz", ids).endswith(" and 192 others")
    assert suggest("tox.insul", ["tox.minor-sexual", "tox.insult-dutch"]) == "did you mean `tox.insult-dutch`?"


def test_a_line_is_shown_as_far_as_it_can_be_read() -> None:
    """A line of thousands of characters is cut round the place; nothing in it moves the cursor."""
    line = "a" * 3000 + "\x1b[2Jterm" + "b" * 3000
    place, shown, carets, _ = Problem("wrong", Location("a.yaml", 3, 3005), line, 4, "mend it").render().splitlines()

    assert (place, max(map(len, (shown, carets))) < 200) == ("a.yaml:3:3005: wrong", True)
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "term"
    assert "\x1b" not in shown


def test_every_error_of_the_tree_is_a_moderation_error_that_exits_2() -> None:
    """One class to catch."""
    assert issubclass(InputError, ModerationError)
    assert InputError("x").exit_code == 2
