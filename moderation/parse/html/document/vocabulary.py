"""What class names say, in the languages of the web: is this a comment, and which part of one.

Class names are written by people for people: `MtnCommentContent`, `kb-comment__text`, `leserbrief_inner`, `forum-fil`.
They are taken apart into words, and the last word that has a meaning decides, as in any English or German compound.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

Role = Literal["author", "time", "body", "likes", "dislikes", "avatar", "aside", "replies", "pending"]

_WORD: Final = re.compile(r"[A-ZÄÖÜ]?[a-zäöüßéèàç]+|[A-ZÄÖÜ]+(?![a-z])")
_LONGEST: Final = 100  # of a name that somebody meant to be read
# `comment--1g2iCC-R`: what style sheets of components hang on a name.
_HASH: Final = re.compile(r"(?<=[a-z])(?:--|__|_|-)(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{5,10}$")
_STEMS: Final = (
    r"comment(?:aires?|arios?|[sio]|)|kommentar(?:er|e|)|komentar(?:ze|z|i|)|reacties?|leser(?:brief|briefe|post|posts"
    r"|meinung|meinungen)|zuschrift(?:en)?|leserkommentare?|postings?|cmt|coment[áa]rios?"
    r"|otz[iy]v(?:y|ov|)|kommentari[iy]|diskuse|diskuze|diskusia|gaestebuch|guestbook"
    r"|yorum(?:lar|)|ta+l[ei]*[qk](?:at|)|talkback(?:s|)|tguv(?:a|ot)|comentari(?:u|i|us)|hozzaszolas(?:ok|)|kommentti|kommentit"
    r"|pinglun|liuyan|scholi[oa]|sxoli[oa]|reactions?|answers?"
)
_GLUED: Final = re.compile(
    rf"(?P<noun>{_STEMS})?(?P<role>author|body|text|texte|content|list|entry|item|date|meta|form|area|count|box|block"
    rf"|wrap|container|thread|link|user|name|message|number|id|link|head|header|footer|reply|info|autor|liste?"
    rf"|modul|data|links|section|bereich|metadata|title|time|inner|outer|row)"
)
_NOUN: Final = re.compile(rf"(?:{_STEMS})\b")
_PLURAL: Final = frozenset(
    """comments kommentare kommentarer commentaires comentarios commenti reacties leserbriefe leserposts leserpost
    lesermeinungen zuschriften komentarze komentari comentários otzyvy
    diskuse diskuze diskusia gaestebuch guestbook otzivy otzyvov yorumlar taaliqat taliqat talkbacks tguvot comentarii
    hozzaszolasok kommentit reactions answers""".split()  # noqa: SIM905 - reads better
)
# `comments__item` is one comment although its noun is a plural.
_ONE: Final = frozenset({"item", "entry", "card", "row", "single", "element", "post", "unit", "message"})
# A comment's element may be called so besides the noun; any other word makes the name that of a part or a container.
_ITEM: Final = frozenset(
    """item entry card box block single element node post fil row node bubble unit tile record thread panel one view
    li div article wrapper wrap inner outer even odd parent child root top level depth reply response antwort reponse
    user reader leser leitor lector lecteur lettore lezer okur czytelnik chitatel published visible first last public
    approved new old standard default main c b js m o l u qa is
    has type media member guest visitor article-comment""".split()  # noqa: SIM905 - reads better
)
# `cmt-list__item`: the item of a list of comments.
_HOLDERS: Final = frozenset("list thread tree section area stream feed liste lista".split())  # noqa: SIM905 - reads better
# What readers' words stand in under other names: a section, though nothing in it is called a comment.
_THREADS: Final = frozenset({"discussion", "conversation", "replies", "responses", "thread"})
_WIDGET: Final = re.compile(
    r"(?:^|[\s_-])(?:widget(?:area)?|sidebar|recent|latest|newest|neueste|letzte|derniers?|ultimos?|ultimi|popular"
    r"|most|related|teasers?|promo|aktuelle)(?:$|[\s_-]|comment|kommentar|post|article|tab)|recentcomments"
    r"|(?:comment|kommentar|commentaire)s?[_-]?(?:widget|teaser|ticker)|(?:^|\s)subcontent(?:$|\s)"
    r"|rightcol|(?:^|[\s_-])aside(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLE_WORDS: Final[dict[Role, str]] = {
    "author": "author autor auteur autore user username fn name nick nickname nickname poster commenter commentator"
    " verfasser nutzer nutzername benutzer benutzername pseudo nom vcard creator screenname displayname handle"
    " commentauthor commentername bigusername schreiber person postedby commentby nome nombre usuario utente"
    " writer by schrijver scrittore escritor publisher pseudonym vnick naam namn navn avtor imya isim kullanici quem"
    " wer who nama szerzo jmeno prezdivka yazar",
    "time": "date datum time zeit zeitpunkt timestamp datetime published publie heure ago created fecha posted"
    " dateline submitted uhrzeit zaman tarih waktu tanggal when permalink commentdate postdate dt timeago metadata",
    "body": "content text texte body message copy inhalt contenu nachricht markdown description usertext corps"
    " txt metin mesaj testo texto contenido bodytext commenttext messagetext paragraph story crayon msg prose"
    " bbwrapper cooked inner generated commentbody inhoud tekst bericht innehall treść tresc isi szoveg icerik",
    "likes": "likes like upvotes upvote score points recommend recommends recommendations karma votes vote"
    " thumbsup thumb agree gefällt useful ups",
    "dislikes": "dislikes dislike downvotes downvote thumbsdown disagree downs negative",
    "avatar": "avatar gravatar userpic userpicture portrait userphoto",
    "aside": "meta head header footer foot actions action tools toolbar reply respond antworten share rating report"
    " flag edit badge badges rank button buttons btn menu dropdown controls social number num index subject"
    " title heading says signature sig userinfo profile postprofile form links link options moderation notice"
    " repondre zitieren melden icon icons label tooltip count counter hidden quotelink backlink stats quoteheader"
    " kopf kopfzeile fuss fusszeile entete pied cabecera encabezado intestazione cabecalho rodape kop voet profil"
    " credit credits byline offline online anchor toggle more less collapse expander status tag tags role"
    " subline topline infos info",
    "replies": "indented replies children responses antworten reponses subcomments",
    "pending": "awaiting pending unapproved",
}
_COUNTED: Final = frozenset({"count", "counter", "number", "num", "total"})
_SENT: Final = frozenset({"submitted", "posted", "published", "created"})  # a time, unless a comment is called so
# `badges-text` says something of whoever wrote; `reply-text` may be what somebody replied.
_LABELS: Final = frozenset("badge badges button btn tooltip report flag share".split())  # noqa: SIM905 - reads better
_REPLIES: Final = re.compile(r"(?:reply|replies|response)(?:[-_]?(?:list|tree|thread|children))", re.IGNORECASE)
_ROLES: Final = {word: role for role, words in _ROLE_WORDS.items() for word in words.split()}


@lru_cache(maxsize=16_384)
def plain_token(token: str) -> str:
    """Return a class name without what a style sheet's compiler hangs on it, and with # for digits."""
    return re.sub(r"\d+", "#", _HASH.sub("", token[:_LONGEST]))


@lru_cache(maxsize=16_384)
def words(name: str) -> tuple[str, ...]:
    """Return the words that a class name or an id is made of, in small letters, digits left out."""
    found: list[str] = []
    for word in _WORD.findall(_HASH.sub("", name[:_LONGEST])):
        small = word.lower()
        glued = _GLUED.fullmatch(small)
        found.extend(part for part in glued.groups() if part) if glued and glued["noun"] else found.append(small)
    return tuple(found)


@lru_cache(maxsize=16_384)
def role(token: str) -> Role | None:
    """Return which part of a comment an element of this class is, or None when the name does not say."""
    said = words(token)
    if any(_ROLES.get(word) == "pending" for word in said):
        return "pending"
    if _REPLIES.search(token):
        return "replies"
    if len(said) > 1 and said[-1] in _COUNTED and _ROLES.get(said[-2]) in ("likes", "dislikes"):
        return _ROLES[said[-2]]
    named = None if _is_style(said) else next((word for word in reversed(said) if word in _ROLES), None)
    if named in _SENT and _NOUN.fullmatch(said[-1]):
        return "body"
    if named == "text" and not _LABELS.isdisjoint(said):
        named = "badge"
    return None if named is None else _ROLES[named]


def _is_style(said: tuple[str, ...]) -> bool:
    """Tell whether a name says how letters look: `text-muted`, `text-xs`, `text-gray-600`."""
    return len(said) > 1 and said[0] == "text" and not any(word in _ROLES or word in _ITEM for word in said[1:])


@lru_cache(maxsize=16_384)
def roles(names: str) -> frozenset[Role]:
    """Return the roles that a class attribute gives."""
    return frozenset(found for token in names.split() if (found := role(token)))


@lru_cache(maxsize=16_384)
def names_comment(token: str) -> bool:
    """Tell whether an element of this class or id is one comment: `comment`, `kb-comment-item`, `kommentar_12`."""
    block, _, element = token.rpartition("__")
    if block and "__" not in block and _names_comment(element):  # the element of a block: `story-page__comment`
        return True
    return _names_comment(token)


def _names_comment(token: str) -> bool:
    found = words(token)
    nouns = [word for word in found if _NOUN.fullmatch(word)]
    if not nouns or (set(nouns) <= _PLURAL and found[-1] not in _ONE):
        return token in ("forum-fil", "pingback", "trackback")
    # A first word that nobody knows is a prefix: a product's, or a style guide's.
    rest = [word for word in found if not _NOUN.fullmatch(word)]
    held = _HOLDERS if found[-1] in _ONE else frozenset()
    strange = [word for word in rest if word not in _ITEM and word not in held]
    return not strange or (len(strange) == 1 and strange[0] == found[0] and role(strange[0]) is None)


@lru_cache(maxsize=16_384)
def names_comments(names: str) -> bool:
    """Tell whether a class attribute or an id is that of a whole section of comments, or of anything about them."""
    return any(_NOUN.fullmatch(word) for token in names.split() for word in words(token))


@lru_cache(maxsize=16_384)
def names_thread(names: str) -> bool:
    """Tell whether a class attribute or an id is that of a discussion, which may hold comments or be a forum's page."""
    return any(word in _THREADS for token in names.split() for word in words(token))


@lru_cache(maxsize=16_384)
def names_widget(names: str) -> bool:
    """Tell whether a class attribute or an id is that of a column of teasers, recent comments among them."""
    return bool(_WIDGET.search(names))
