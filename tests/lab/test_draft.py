"""A wish becomes a patch that git takes, or a draft that fires on nothing; neither is offered before it holds."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.lab.drafting.draft import Draft, Wish, new_rule, patch, word_lists
from moderation.lab.drafting.editing import RuleText, written
from moderation.rulebook.files.load import checked_rules, read_file
from moderation.rulebook.files.tree import read_tree
from moderation.rulebook.rule import Rule
from moderation.shipped import shipped

HEAD = (
    "format: 1\nlists:\n  noun: [fool, kettle(s)]   # shared\nrules:\n"
    "- id: tox.one\n  title: One\n  category: toxicity\n  score: 0.5\n  why: Your comment says it.\n"
)
TESTS = "  tests:\n    match:\n      - you fool   # a comment stays\n    no_match: [a walk]\n"
MATCHES = {
    "flow list": "  match: {terms: [fool]}\n",
    "block list": "  match:\n    terms:\n      - fool   # old\n      - dolt\n",
    "named list": "  match:\n    near: {of: $noun, to: [you], words: 3}\n",
    "exempt terms": "  match:\n    terms: [fool]\n    not: {terms: [dear]}\n",
    "exempt any": "  match:\n    terms: [fool]\n    not:\n      any:\n       - near: {of: [april], to: [fool]}\n",
    "exempt list": "  match:\n    terms: [fool]\n    not:\n      - near: {of: [april], to: [fool], words: 2}\n",
    "exempt flow": "  match:\n    terms: [fool]\n    not: {links: {min: 1}}\n",
    "exempt block": "  match:\n    terms: [fool]\n    not:\n      links: {min: 1}\n      length: {min: 9}\n",
}
WISH = Wish(
    ("no", "plain numpty"), ("fool of the year",), ("oh no", "a plain numpty: really"), ("the fool of the year",)
)
SHARED = Wish(("dolt",), ("fool of the year",), ("you dolt",), ("you fool of the year",))


def _rule(folder: Path, match: str) -> Rule:
    (folder / "rules").mkdir(exist_ok=True)
    shared = HEAD if "$noun" in match else HEAD.replace("lists:\n  noun: [fool, kettle(s)]   # shared\n", "")
    (folder / "rules" / "r.yaml").write_text(shared + match + TESTS, encoding="utf-8")
    return checked_rules(folder / "rules")[0]


@pytest.mark.parametrize("match", MATCHES.values(), ids=MATCHES)
def test_git_takes_the_patch(tmp_path: Path, match: str) -> None:
    """Words, exemptions and examples stand in the file afterwards, all else as before, comments and all."""
    rule = _rule(tmp_path, match)
    wish = SHARED if "$noun" in match else WISH
    draft = patch(rule, wish, word_lists(rule)[0].path, tmp_path / "rules")
    assert draft.sound, (draft.problems, [result.problem for result in draft.results if result.problem], draft.unshown)
    before = (tmp_path / "rules" / "r.yaml").read_text(encoding="utf-8")
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=draft.content.encode(), check=True)
    after = (tmp_path / "rules" / "r.yaml").read_text(encoding="utf-8")

    changed = checked_rules(tmp_path / "rules")[0]
    assert [example.text for example in changed.tests] == [
        "you fool", *wish.match, "a walk", *wish.no_match,
    ]  # fmt: skip
    assert after.count("#") == before.count("#")
    assert (changed.title, changed.why, changed.score) == (rule.title, rule.why, rule.score)


def _patched(tmp_path: Path, wish: Wish) -> Draft:
    rule = _rule(tmp_path, MATCHES["flow list"])
    return patch(rule, wish, "terms", tmp_path / "rules")


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (Wish(terms=("dolt",)), "no example shows the word"),
        (Wish(terms=("dolt",), match=("a walk by the river",)), "an example goes otherwise"),
        (Wish(exemptions=("fool of the year",)), "no example shows the exemption"),
        (Wish(no_match=("you fool",)), "an example goes otherwise"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_hold_is_not_offered(tmp_path: Path, wish: Wish, why: str) -> None:
    """A word that no example needs, an example that fails, a term that is none."""
    draft = _patched(tmp_path, wish)

    assert not draft.sound, why
    assert draft.problems or draft.unshown or any(not result.passed for result in draft.results)


def test_rules_that_share_the_list_are_named(tmp_path: Path) -> None:
    """Who adds to a shared list is told whose words they are, too."""
    rule = _rule(tmp_path, MATCHES["named list"])
    file = tmp_path / "rules" / "r.yaml"
    second = (HEAD.partition("rules:\n")[2] + "  match: {terms: $noun}\n" + TESTS).replace("tox.one", "tox.two")
    file.write_text(file.read_text(encoding="utf-8") + second, encoding="utf-8")
    draft = patch(rule, Wish(terms=("dolt",), match=("you dolt",)), "near.of", tmp_path / "rules")

    assert (draft.sound, draft.affected) == (True, ("tox.two",))


def test_a_new_rule_is_a_draft(tmp_path: Path) -> None:
    """The file loads without a problem, its examples hold, and it does not fire."""
    wish = Wish(("numpty(s)",), ("numpty of the year",), ('You numpty: "#1"',), ("the numpty of the year\u2028",))
    draft = new_rule('Says "numpty": to anybody', "toxicity", "Your comment: calls names # really", "en", wish)
    (tmp_path / draft.name).write_text(draft.content, encoding="utf-8")
    (rule,), problems = read_file(tmp_path / draft.name)  # type: ignore[misc]

    assert draft.sound, draft
    assert (rule.id, rule.status, rule.live) == ("tox.says-numpty-to-anybody", "draft", False)
    assert [problem for problem in problems if problem.severity == "error"] == []


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_can_be_written(text: str) -> None:
    """What is written into a file is read from it again, whatever a commenter put into it."""
    node = read_tree(f"a: [{written(text)}, {written(text, quoted=True)}]\n", "x")

    assert node is not None
    found = node.get("a")
    assert found is not None
    assert [item.text for item in found.items] == [text, text]


@pytest.mark.soak
def test_every_shipped_rule_can_be_edited(tmp_path: Path) -> None:
    """Each list of each shipped rule takes a word, and each rule with words an exemption: the file still loads."""
    broken = []
    for rule in checked_rules(shipped("rules")):
        place = Path(rule.location.file)
        text = RuleText(place.read_text(encoding="utf-8"), rule.id)
        for one in text.lists():
            text = text.with_terms(one.path, ["zorkmid"])
        text = text.with_exemptions(["a zorkmid"]).with_examples("no_match", ["A zorkmid: #1"])
        (tmp_path / "r.yaml").write_text(text.text, encoding="utf-8")
        broken += [(rule.id, problem.message) for problem in read_file(tmp_path / "r.yaml", beside=place)[1]]

    assert broken == []
