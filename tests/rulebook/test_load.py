"""Rule files that are wrong, and what the loader says about each; files that are right, and what they become."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.errors import RuleError
from moderation.normalise import fold
from moderation.records import Context, Language
from moderation.rulebook import Rulebook, load
from moderation.rulebook.examples.testing import run
from moderation.rulebook.files.load import read_rules
from moderation.rulebook.files.tree import MOST_CHARACTERS
from moderation.rulebook.rule import AllOf, AnyOf, Author, Length, Near, Not, Rule, Terms

START = "format: 1\nrules:\n- id: tox.one\n  title: One\n  category: toxicity\n  score: 0.5\n"
TESTS = "  tests: {match: [yes], no_match: [no]}\n"


def _with(match: str, more: str = "") -> str:
    return f"{START}  match: {match}\n{more}{TESTS}"


BROKEN = {
    "unknown key": START + "  matches: {terms: [z]}\n" + TESTS,
    "unknown condition": _with("{term: [a]}"),
    "unknown field of a condition": _with("{near: {of: [a], at: [b]}}"),
    "duplicate key": _with("{terms: [z]}", "  score: 0.6\n"),
    "duplicate condition": _with("{terms: [z], terms: [b]}"),
    "missing keys": "format: 1\nrules:\n- id: tox.one\n",
    "not a number": START.replace("0.5", "high") + "  match: {terms: [z]}\n" + TESTS,
    "number out of range": START.replace("0.5", "1.5") + "  match: {terms: [z]}\n" + TESTS,
    "wrong status": _with("{terms: [z]}", "  status: stabel\n"),
    "wrong label": _with("{terms: [z]}", "  label: insults\n"),
    "wrong skip": _with("{terms: [z]}", "  skip: [quotes]\n"),
    "rule id": START.replace("tox.one", "Tox One") + "  match: {terms: [z]}\n" + TESTS,
    "id of another category": START.replace("tox.one", "spam.one") + "  match: {terms: [z]}\n" + TESTS,
    "unknown list": _with("{terms: $insult}").replace("rules:", "lists: {insults: [a]}\nrules:"),
    "no lists at all": _with("{terms: $insults}"),
    "list twice": _with("{terms: $a}").replace("rules:", "lists: {a: [x], a: [y]}\nrules:"),
    "cue rejects": _with("{terms: [z]}", "  action: reject\n  status: stable\n")
    .replace("tox.one", "mis.one").replace("toxicity", "misinformation"),
    "cue with a label": _with("{terms: [z]}", "  label: insult\n")
    .replace("tox.one", "mis.one").replace("toxicity", "misinformation"),
    "reject while experimental": _with("{terms: [z]}", "  action: reject\n"),
    "deprecated without successor": _with("{terms: [z]}", "  status: deprecated\n"),
    "successor that is no id": _with("{terms: [z]}", "  status: deprecated\n  replaced_by: two\n"),
    "successor that is itself": _with("{terms: [z]}", "  status: deprecated\n  replaced_by: tox.one\n"),
    "no example": START + "  match: {terms: [z]}\n  tests: {match: [], no_match: [no]}\n",
    "no counter-example": START + "  match: {terms: [z]}\n  tests: {match: [yes]}\n",
    "example with a colon": START
    + "  match: {terms: [z]}\n  tests:\n    match:\n    - note: this\n    no_match: [no]\n",
    "same example twice": START + "  match: {terms: [z]}\n  tests: {match: [yes], no_match: [yes]}\n",
    "empty condition": _with("{}"),
    "empty any": _with("{any: []}"),
    "min above max": _with("{length: {min: 9, max: 3}}"),
    "regex without hint": _with("{regex: {pattern: 'a+'}}"),
    "regex that does not compile": _with("{regex: {pattern: '(a', hint: [a]}}"),
    "regex with nested quantifier": _with("{regex: {pattern: '(?:a+)+b', hint: [b]}}"),
    "regex with two open dots": _with("{regex: {pattern: 'a.*b.*c', hint: [a]}}"),
    "regex with open classes": _with("{regex: {pattern: 'a[^.]*.*c', hint: [a]}}"),
    "map named all": _with("{all: [{terms: [z]}, {links: {min: 1}}]}"),
    "action of another tool": _with("{terms: [z]}", "  action: remove\n"),
    "regex that matches nothing": _with("{regex: {pattern: 'a*', hint: [a]}}"),
    "hint that does not hold": _with("{regex: {pattern: 'ye[sp]', hint: [yep]}}"),
    "term with nothing in it": _with("{terms: ['']}"),
    "term with brackets": _with("{terms: ['word(s']}"),
    "newer format": _with("{terms: [z]}").replace("format: 1", "format: 2"),
    "no format": _with("{terms: [z]}").replace("format: 1\n", ""),
    "anchor": _with("{terms: &x [a]}"),
    "alias": _with("{terms: *x}"),
    "tag": _with("{terms: [!!python/name:os.system a]}"),
    "not yaml": _with("{terms: [a}"),
    "unquoted sign": _with("{terms: [@here]}"),
    "unquoted number sign": _with("{terms: [#here]}"),
    "bracket that stays open before a key": _with("{terms: [z]}").replace("[z]}", "[z"),
    "bracket that stays open": _with("{terms: [here]}").replace("[no]}", "[no"),
    "key before it too far to the left": _with("{terms: [z]}").replace("  category", " category"),
    "indented too far": _with("{terms: [z]}").replace("  category", "   category"),
    "quotation not closed": _with("{terms: [z]}").replace("  title: ", '  title: "'),
    "condition beside match": _with("", "  near: {of: [a], to: [b]}\n"),
    "examples beside tests": _with("{terms: [z]}", "  no_match: [b]\n"),
    "action inside match": _with("{terms: [z], action: boost}"),
    "word for a list": _with("{terms: troll}", "  lang: no\n"),
    "list for a word": _with("{terms: [z]}", "  action: [boost]\n"),
    "tabs": "format: 1\nrules:\n\t- id: tox.one\n",
    "two documents": _with("{terms: [z]}") + "---\nformat: 1\n",
    "too deep": _with("{not: " * 30 + "{terms: [z]}" + "}" * 30),
    "rules is a map": "format: 1\nrules: {id: tox.one}\n",
    "language code": _with("{terms: [z]}", "  lang: [english]\n"),
    "date": _with("{terms: [z]}", "  added: yesterday\n"),
    "empty bound": _with("{author: {comments: {}}}"),
    "unknown fact": _with("{article: {headline: [a]}}"),
    "reply is no truth": _with("{thread: {reply: yes}}"),
    "language of a condition": _with("{language: [german]}"),
    "fact of an example": START
    + "  match: {terms: [z]}\n  tests: {match: [{text: a, thread: {deep: 1}}], no_match: [b]}\n",
    "quotation that ends too early": _with("{terms: ['it's a fool']}"),
    "quotation before other words": _with("{terms: [z]}").replace("[yes]", '["Yes" he said]'),
    "backslash in double quotation marks": _with('{regex: {pattern: "a\\d", hint: [a]}}'),
    "a rule without its hyphen": _with("{terms: [z]}") + START.partition("rules:\n- ")[2].join(["  ", ""]),
    "words for conditions": _with("{terms: [z], not: [was, got]}"),
    "a word for a condition": _with("{any: [{terms: [z]}, yes]}"),
    "a list for a condition": _with("{terms: [z], not: $was}"),
    "a number for a range": _with("{terms: [z], author: {comments: 2}}"),
    "examples by another name": _with("{terms: [z], unless: {terms: [b]}}").replace("tests", "examples"),
    "key of an override": _with("{terms: [z]}", "  enabled: false\n"),
    "several at once": START.replace("0.5", "2") + "  match: {term: [a]}\n  skip: [quotes]\n" + TESTS,
}  # fmt: skip


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, so that messages show short paths."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_broken(in_folder: Path, golden: Callable[[str], None], text: str) -> None:
    """A broken file is refused with the place, the line, a caret and what mends it."""
    (in_folder / "rules.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(RuleError) as error:
        load(Path("rules.yaml"))

    golden(error.value.render())


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_messages_keep_house_style(in_folder: Path, text: str) -> None:
    """Messages start in lower case or with a symbol, end without a full stop and always offer a mend."""
    (in_folder / "rules.yaml").write_text(text, encoding="utf-8")

    for problem in read_rules(Path("rules.yaml")).problems:
        assert problem.message[0].islower() or problem.message[0] == "`"
        assert not problem.message.endswith(".")
        assert problem.at is not None
        assert problem.at.line > 0
        assert problem.mend or problem.code in ("not-a-number", "not-a-truth")


def test_warnings(in_folder: Path, golden: Callable[[str], None]) -> None:
    """What works and is probably not meant is a warning; the rules load."""
    text = _with("{near: {of: [a], to: [a]}}", "  replaced_by: tox.two\n").replace("match: [yes]", "match: [x, y]")
    text = text.replace("rules:", "lists: {unused: [a, 'what a joke!']}\nrules:")
    second = text.split("rules:\n")[1].replace("tox.one", "tox.two").replace("  replaced_by: tox.two\n", "")
    second = second.replace("{near: {of: [a], to: [a]}}", "{not: {terms: [z]}}")
    (in_folder / "rules.yaml").write_text(text + second, encoding="utf-8")

    loaded = read_rules(Path("rules.yaml"))

    assert loaded.errors == ()
    golden("\n".join(problem.render() for problem in loaded.problems))


DOUBTED = {
    "wildcard": _with("{terms: ['fool*']}"),
    "pattern": _with("{terms: ['/fo+.*l/']}"),
    "disguise": _with("{terms: [id1ot]}"),
    "operators": _with("{terms: [mayor AND mouse]}"),
    "everyday word": _with("{any: [{terms: [fool, You]}, {links: {min: 9}}]}"),
    "label of another category": _with("{terms: [fool]}", "  label: spam\n"),
    "marks of a sentence": _with("{near: {of: ['fool!'], to: [you]}}"),
    "address for a domain": _with("{links: {domain: ['https://www.Shop.example/a', '*.shop.example', shop.example]}}"),
    "comma in an example": _with("{terms: [fool]}").replace("[yes]", "[Go away, you fool]").replace("[no]", "[no, ok]"),
}  # fmt: skip


@pytest.mark.parametrize("text", DOUBTED.values(), ids=DOUBTED)
def test_doubted(in_folder: Path, golden: Callable[[str], None], text: str) -> None:
    """What would do nothing, or something else than was meant, is told with what is meant, and loads all the same."""
    (in_folder / "rules.yaml").write_text(text, encoding="utf-8")

    loaded = read_rules(Path("rules.yaml"))

    assert (loaded.errors, len(loaded.rules)) == ((), 1)
    golden("\n".join(problem.render() for problem in loaded.problems))


@pytest.mark.parametrize(
    "domain", ["https://www.Shop.example/a", "*.shop.example", "www.shop.example", "shop.example."]
)
def test_what_is_doubted_of_a_domain_is_true(in_folder: Path, domain: str) -> None:
    """As it stands no link leads there; as the mend has it links do, those below it among them."""
    found = []
    for written in (domain, "shop.example"):
        (in_folder / "rules.yaml").write_text(_with(f"{{links: {{domain: ['{written}']}}}}"), encoding="utf-8")
        loaded = read_rules(Path("rules.yaml"))
        texts = ["see https://www.shop.example/a", "see https://eu.shop.example"]
        book = Rulebook.of(loaded.rules, every_status=True)
        hits, _ = book.match([fold(text) for text in texts], [Context()] * 2, [Language("und", 0.0)] * 2)
        found.append((len(hits), [one.code for one in loaded.problems]))

    assert found == [(0, ["domain"]), (2, [])]


def test_lists_are_not_doubted_where_a_rule_is_broken(in_folder: Path) -> None:
    """It may well be the one that uses them: in its file and in those beside it."""
    (in_folder / "lists.yaml").write_text("format: 1\nlists: {shared: [a]}\n", encoding="utf-8")
    for broken in (_with("{terms: $own, links: 3}"), _with("{terms: [$shared, @x]}")):
        text = broken.replace("rules:", "lists: {own: [b]}\nrules:")
        (in_folder / "rules.yaml").write_text(text, encoding="utf-8")

        assert "unused-list" not in [one.code for one in read_rules(Path()).problems]


def test_successors(in_folder: Path, golden: Callable[[str], None]) -> None:
    """One that is not there, a circle, one that never fires: told at their places; one that is broken is there."""
    (in_folder / "rules").mkdir()
    ends = {"two": "tox.tree", "three": "tox.four", "four": "tox.five", "five": "tox.three", "six": "tox.seven",
            "eight": "tox.broken", "nine": "tox.ten", "ten": "tox.one"}  # fmt: skip
    given = {name: f"  status: deprecated\n  replaced_by: {end}\n" for name, end in ends.items()}
    given |= {"one": "", "seven": "  status: retired\n", "broken": "  scores: 1\n"}
    for name, more in given.items():
        text = _with("{terms: [z]}").replace("tox.one", f"tox.{name}").replace("title: One", f"title: {name}")
        text = text.replace("  category", f"{more}  category")
        (in_folder / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")

    golden("\n".join(one.render() for one in read_rules(Path("rules")).problems))


def test_a_file_alone_may_name_rules_of_others(in_folder: Path) -> None:
    """A commit hook names single files: a successor that may stand in another is only doubted, a wrong one in all."""
    (in_folder / "old.yaml").write_text(_with("{terms: [z]}", "  status: deprecated\n  replaced_by: tox.two\n"))

    (problem,) = read_rules(Path("old.yaml")).problems

    assert (problem.severity, problem.code, str(problem.at)) == ("warning", "lost-successor", "old.yaml:9:16")
    assert [one.code for one in read_rules(Path()).errors] == ["lost-successor"]


def test_every_file_is_read_before_failing(in_folder: Path) -> None:
    """One error carries the problems of all files, in file order."""
    for name in ("b", "a"):
        (in_folder / f"{name}.yaml").write_text(_with("{term: [a]}").replace("tox.one", f"tox.{name}"))

    with pytest.raises(RuleError) as error:
        load(in_folder)

    assert [problem.at.file for problem in error.value.problems if problem.at] == ["a.yaml", "b.yaml"]


def test_ids_are_unique_across_files(in_folder: Path) -> None:
    """The same id in two files is refused, and the message says where the first stands."""
    for name in ("a", "b"):
        (in_folder / f"{name}.yaml").write_text(_with("{terms: [z]}"))

    with pytest.raises(RuleError, match=r"the id `tox.one` stands twice[\s\S]*a.yaml:3:7"):
        load(in_folder)


def test_a_folder_without_rules_is_refused(in_folder: Path) -> None:
    """No rule file is an error, not an empty rulebook."""
    (in_folder / "other.yaml").write_text("services: {web: {image: x}}\n")

    with pytest.raises(RuleError, match="no rule file"):
        load(in_folder)


def test_the_ending_of_a_name_may_be_in_capitals(in_folder: Path) -> None:
    """A file that came from another system is not left out in silence."""
    (in_folder / "RULES.YML").write_text(_with("{terms: [z]}"), encoding="utf-8")

    assert [rule.id for rule in load(in_folder).rules] == ["tox.one"]


def test_one_text_in_two_languages_is_two_examples(in_folder: Path) -> None:
    """What a condition on the language decides can be shown by it alone."""
    tests = (
        "  tests: {match: [{text: a schmuck, language: en}], no_match: [{text: a schmuck, language: de}, a schmuck]}\n"
    )
    (in_folder / "rules.yaml").write_text(f"{START}  match: {{terms: [schmuck], language: [en]}}\n{tests}")

    assert all(result.passed for result in run(load(in_folder).rules))


def test_every_wrong_item_of_a_list_is_told(in_folder: Path) -> None:
    """Nobody has to run the check once for each of the terms, languages and addresses that are wrong."""
    more = "  lang: [english, en, german]\n  references: [one, 'https://x.example', two]\n"
    (in_folder / "rules.yaml").write_text(_with("{terms: ['a(s', b, 'c)']}", more), encoding="utf-8")

    with pytest.raises(RuleError) as caught:
        load(in_folder)

    told = [problem.message.partition("`")[2].partition("`")[0] for problem in caught.value.problems]
    assert sorted(told) == ["a(s", "c)", "english", "german", "one", "two"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"format: 1\nrules:\n- \xff\xfe\n", "not UTF-8"),
        (b"#" * (MOST_CHARACTERS + 1), "characters, a rule file may have"),
        (b"format: 1\n# \x00\n", r"rules.yaml:2:3: a character that cannot be seen stands here, U\+0000"),
        (b"format: 1\nx: \x1b[31m\n", r"rules.yaml:2:4: [^\x1b]*U\+001B[^\x1b]*$"),
    ],
    ids=["another encoding", "too large", "zero byte", "escape sequence"],
)
def test_files_that_are_no_text(in_folder: Path, content: bytes, message: str) -> None:
    """Files that cannot be read are refused by name."""
    (in_folder / "rules.yaml").write_bytes(content)

    with pytest.raises(RuleError, match=message):
        load(in_folder)


def test_a_byte_that_is_not_utf8_has_its_place(in_folder: Path) -> None:
    """Line, column and the line itself are given, also far behind what a reader takes at once."""
    before = b"format: 1\nrules:\n" + b"# a remark\n" * 2000
    (in_folder / "rules.yaml").write_bytes(before + b"- id: tox.caf\xe9-x\r\n")

    with pytest.raises(RuleError) as caught:
        load(in_folder)

    (problem,) = caught.value.problems
    assert problem.at is not None
    assert (problem.at.line, problem.at.column) == (2003, 14)
    assert problem.excerpt == "- id: tox.caf\ufffd-x"
    assert "0xe9" in problem.message


def test_a_path_that_is_not_there() -> None:
    """A missing folder is a known error."""
    with pytest.raises(RuleError, match="is not there"):
        load(Path("no/such/folder"))


@pytest.mark.parametrize("word", ["no", "on", "yes", "null", "~", "12:30", "4_20", "0x1F", "1e3", "2024-01-01", "007"])
def test_words_stay_words(rules_of: Callable[[str], list[Rule]], word: str) -> None:
    """Nothing that YAML would turn into a truth, a number or a date is turned."""
    if word == "~":
        word = "'~'"
    (rule,) = rules_of(_with(f"{{terms: [{word}]}}"))

    assert Terms((word.strip("'"),)) == rule.match


def test_a_whole_rule(rules_of: Callable[[str], list[Rule]]) -> None:
    """Every key of a rule file arrives, defaults fill what the rule leaves out, and the rule knows its place."""
    (rule,) = rules_of(
        "format: 1\n"
        "defaults: {lang: [en], status: stable, action: review}\n"
        "lists:\n  rude: [fool, dolt]\n  all: [$rude, ass]\n"
        "rules:\n"
        "- id: tox.whole\n  title: Whole\n  category: toxicity\n  label: insult\n  score: 0.6\n  action: boost\n"
        "  about: For tests.\n  why: Your comment insults.\n  skip: [quote, reported]\n  added: 2026-11-23\n"
        "  falsepositives: [none]\n  references: ['https://example.org/a']\n"
        "  match:\n    near: {of: $all, to: [you], words: 4}\n"
        "    any: [{length: {max: 9}}, {author: {comments: {max: 0}}}]\n"
        "    not: [{terms: [not]}, {terms: [never]}]\n"
        "  tests:\n"
        "    match: [you ass, {text: you fool, author: {comments: 0}, article: {title: T, text: X}, span: fool}]\n"
        "    no_match: [you, ass]\n    known_fp: [you ass of a mule]\n    known_miss: [you aass]\n"
    )

    assert (
        AllOf(
            (
                Near(("fool", "dolt", "ass"), ("you",), 4),
                AnyOf((Length(max=9), Author("comments", max=0))),
                Not(AnyOf((Terms(("not",)), Terms(("never",))))),
            )
        )
        == rule.match
    )
    assert (rule.label, rule.score, rule.action, rule.status, rule.lang) == ("insult", 0.6, "boost", "stable", ("en",))
    assert (rule.about, rule.why, rule.skip) == ("For tests.", "Your comment insults.", ("quote", "reported"))
    assert (rule.added, rule.falsepositives, rule.references) == ("2026-11-23", ("none",), ("https://example.org/a",))
    assert [len(rule.examples(kind)) for kind in ("match", "no_match", "known_fp", "known_miss")] == [2, 2, 1, 1]
    second = rule.examples("match")[1]
    assert (
        second.context.author_comments, second.context.article_title, second.context.article_text, second.span,
    ) == (0, "T", "X", "fool")  # fmt: skip
    assert (rule.location.line, rule.location.column) == (7, 7)


def test_rules_are_frozen(rules_of: Callable[[str], list[Rule]]) -> None:
    """A rule cannot be changed once it is read."""
    (rule,) = rules_of(_with("{terms: [z]}"))

    with pytest.raises(dataclasses.FrozenInstanceError):
        rule.score = 1.0  # type: ignore[misc]


@pytest.mark.parametrize("is_at_work", [True, False])
@pytest.mark.parametrize("text", [_with("{terms: [z]}"), "format: 1\nrules: no\n"], ids=["clean", "broken"])
def test_loading_leaves_the_garbage_collector_as_it_was(tmp_path: Path, text: str, *, is_at_work: bool) -> None:
    """It is held while rules are read and compiled, and whoever had switched it off finds it off."""
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    before = gc.isenabled()
    (gc.enable if is_at_work else gc.disable)()
    try:
        with contextlib.suppress(RuleError):
            load(tmp_path)
        found = gc.isenabled()
    finally:
        (gc.enable if before else gc.disable)()

    assert found == is_at_work
