"""The closed vocabularies: labels, routes, actions, statuses, roles and reason codes.

Everything that a file, a table or a wire format may name stands here once, in the order in which it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Label = Literal[
    "toxicity",
    "severe_toxicity",
    "obscene",
    "threat",
    "insult",
    "identity_attack",
    "sexual_explicit",
    "spam",
    "misinformation_cue",
]
LABELS: Final[tuple[Label, ...]] = get_args(Label)
LABEL_INDEX: Final[dict[str, int]] = {label: index for index, label in enumerate(LABELS)}

LABEL_TITLES: Final[dict[Label, str]] = {
    "toxicity": "Toxicity",
    "severe_toxicity": "Severe toxicity",
    "obscene": "Obscene",
    "threat": "Threat",
    "insult": "Insult",
    "identity_attack": "Identity attack",
    "sexual_explicit": "Sexually explicit",
    "spam": "Spam",
    "misinformation_cue": "Misinformation cue",
}

# How bad it is when the label is right, 0 to 1: the "how bad" of priority (times the score, the "how sure").
# An ordering, not a measurement: physical harm before attacks on people before rudeness before clutter.
SEVERITY: Final[dict[Label, float]] = {
    "toxicity": 0.6,
    "severe_toxicity": 0.9,
    "obscene": 0.4,
    "threat": 1.0,
    "insult": 0.6,
    "identity_attack": 0.9,
    "sexual_explicit": 0.6,
    "spam": 0.5,
    "misinformation_cue": 0.3,
}

Route = Literal["approve", "review", "reject"]
ROUTES: Final[tuple[Route, ...]] = get_args(Route)

Action = Literal["boost", "review", "reject"]
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

RuleStatus = Literal["draft", "experimental", "stable", "deprecated", "retired"]
RULE_STATUSES: Final[tuple[RuleStatus, ...]] = get_args(RuleStatus)

Category = Literal["toxicity", "spam", "misinformation"]
CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
# A rule belongs to a category and, unless it names a label, speaks for the category's own.
CATEGORY_LABEL: Final[dict[Category, Label]] = {
    "toxicity": "toxicity",
    "spam": "spam",
    "misinformation": "misinformation_cue",
}

VerdictStatus = Literal["scored", "failed", "skipped"]

CommentStatus = Literal["approved", "pending", "spam", "deleted", "rejected", "unknown"]
COMMENT_STATUSES: Final[tuple[CommentStatus, ...]] = get_args(CommentStatus)

CommentKind = Literal["comment", "pingback", "trackback", "review", "system"]
COMMENT_KINDS: Final[tuple[CommentKind, ...]] = get_args(CommentKind)

BlockKind = Literal["headline", "body", "caption", "credit", "promo", "furniture"]
BLOCK_KINDS: Final[tuple[BlockKind, ...]] = get_args(BlockKind)

# How a disguise was seen through: the word stood there as it is, or had to be unfolded first.
Via = Literal["exact", "fold", "leet", "spaced", "repeat", "mask", "respelt"]
VIAS: Final[tuple[Via, ...]] = get_args(Via)

Role = Literal["viewer", "moderator", "senior", "admin", "policy"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

ItemState = Literal["pending", "approved", "rejected", "escalated", "closed"]
ITEM_STATES: Final[tuple[ItemState, ...]] = get_args(ItemState)

EventKind = Literal["approve", "reject", "skip", "escalate", "undo", "reopen", "close"]
EVENT_KINDS: Final[tuple[EventKind, ...]] = get_args(EventKind)

# `risk` is the verdict's priority, `unsure` the distance to the nearest threshold, `shuffle` one seeded order for all.
Sort = Literal["risk", "oldest", "newest", "unsure", "shuffle"]
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)

UNDETERMINED: Final = "und"

Ground = Literal["law", "terms"]
NoticeSource = Literal["own-initiative", "user-report", "trusted-flagger", "authority"]


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """Why a comment was rejected, as a moderator picks it and as a statement of reasons needs it.

    `key` is the one key that picks it, `coral` the rejection code that Coral knows it by.
    `ground`, `clause` and `facts` answer article 17(3) of Regulation (EU) 2022/2065: whether the law or the
    house rules are the ground, which clause, and the facts relied on. A line `clause: ...` in a ruling's note names
    a site's own clause; who gave notice, and whether detection or decision were automated, stands in the event.
    """

    code: str
    title: str
    key: str
    coral: str
    ground: Ground
    clause: str
    facts: str


REASON_CODES: Final[tuple[ReasonCode, ...]] = (
    ReasonCode(
        "abusive",
        "Abusive",
        "1",
        "ABUSIVE",
        "terms",
        "Respect other people",
        "The comment insults or belittles a person.",
    ),
    ReasonCode(
        "offensive",
        "Offensive language",
        "2",
        "OFFENSIVE",
        "terms",
        "Keep it civil",
        "The comment uses crude or offensive language.",
    ),
    ReasonCode(
        "harassment",
        "Harassment or threat",
        "3",
        "HARASSMENT_BULLYING",
        "terms",
        "No threats, no harassment",
        "The comment threatens, harasses or exposes a person.",
    ),
    ReasonCode(
        "hate-speech",
        "Hate speech",
        "4",
        "HATE_SPEECH",
        "terms",
        "No attacks on groups",
        "The comment attacks people for belonging to a group.",
    ),
    ReasonCode(
        "spam",
        "Spam",
        "5",
        "SPAM",
        "terms",
        "No spam",
        "The comment is unsolicited bulk or repeated content.",
    ),
    ReasonCode(
        "advertising",
        "Advertising",
        "6",
        "AD",
        "terms",
        "No advertising",
        "The comment promotes goods, services or investments.",
    ),
    ReasonCode(
        "misinformation",
        "Misleading claim",
        "7",
        "MISINFORMATION",
        "terms",
        "No false claims of fact",
        "A moderator checked the claim and found it misleading.",
    ),
    ReasonCode(
        "off-topic",
        "Off topic",
        "8",
        "IRRELEVANT_CONTENT",
        "terms",
        "Stay with the subject",
        "The comment does not relate to the article or the thread.",
    ),
    ReasonCode(
        "illegal",
        "Illegal content",
        "9",
        "ILLEGAL_CONTENT",
        "law",
        "The law; the note names the provision where there is one",
        "The comment is held to be illegal content.",
    ),
    ReasonCode(
        "banned-word",
        "Banned word",
        "0",
        "BANNED_WORD",
        "terms",
        "Words that this site does not publish",
        "The comment contains a word that the site does not publish.",
    ),
    ReasonCode(
        "other",
        "Other (say why in the note)",
        "o",
        "OTHER",
        "terms",
        "Other rules of this site",
        "The comment breaks a rule of this site that no other reason code names.",
    ),
)
REASONS_BY_CODE: Final[dict[str, ReasonCode]] = {reason.code: reason for reason in REASON_CODES}
