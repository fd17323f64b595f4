"""Which column of a table is which field of a comment: guessed by name, or told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from moderation.errors import InputError, Location, UsageError, suggest

# Field, then its columns in the order of preference where a table has several; spelled as `plain` spells them;
# English first, then German, French, Spanish, Italian.
_SYNONYMS: Final = """
text        text commenttext commentbody body comment content message commentcontent bodytext plaintext rawmessage
text        textoriginal textdisplay postraw orig commentary kommentar
text        kommentartext commentaire comentario commento tweet post posttext
text        reviewtext review sentence example testcase
text        nachricht beitrag beitragstext inhalt leserkommentar texte contenu messagetexte corps avis reaction
text        texto contenido mensaje cuerpo opinion resena testo contenuto messaggio
id          id commentid cid uid uuid guid postid messageid recordid rowid externalid
id          kommentarid kommentarnummer idcommentaire numerocommentaire idcomentario comentarioid nummer numero
id          kennung identifiant identificador identificativo identifier nr lfdnr
thread_id   threadid thread articleid storyid postid linkid discussionid topicid assetid pageid videoid commentpostid
thread_id   article artikel artikelid beitragid themaid idarticle sujet hilo idhilo articulo idarticulo
parent_id   parentid parent replytoid inreplytoid inreplyto parentcommentid commentparent pid parentcomment
parent_id   replytomessageid
parent_id   antwortauf elternid vorgangerid reponsea idparent commentaireparent respuestaa idpadre comentariopadre
reply_to    replyto replytoauthor replytoname parentauthor replytouser
author      author username authorname commentauthor user name displayname screenname useralias alias nickname nick by
author      authordisplayname from autor auteur benutzer
author      verfasser verfasserin nutzer nutzername benutzername pseudo pseudonyme utilisateur auteurcommentaire
author      nombre usuario nombredeusuario apodo autore utente nomeutente
author_id   authorid userid authoruserid commentuserid commenterid accountid authorfullname fromid
author_id   nutzerid benutzerid autorid utilisateurid auteurid usuarioid idusuario idutilisateur
created_at  createdat created dateunixtime createdate datecreated creationdate
created_at  publishedat published posted postedat date timestamp
created_at  time createdutc commentdategmt commentdate submittedat isodatetime datetime datum
created_at  commentcreatetimestamp createdtime createddate creationtime commenttime postdate
created_at  erstellt erstelltam erstellungsdatum veroffentlichtam zeit uhrzeit zeitstempel datumuhrzeit
created_at  dateetheure datecreation datedecreation datepublication datedepublication creele publiele heure horodatage
created_at  fecha fechahora fechacreacion fechadecreacion creado creadoel publicado publicadoel hora data dataora
edited_at   editedat edited editedunixtime timestampedited updatedat updated modified modifiedat lastmodified
edited_at   geandert geandertam bearbeitet modifiele datemodification modificado modificadoel
url         url commenturl permalink link weburl
site        site siteid sitename domain forum
status      status commentstatus state moderationstatus commentapproved approved isapproved
status      zustand statut etat estado
deleted     isdeleted deleted removed isremoved
kind        kind commenttype type
likes       likes likecount upvotes ups recommendations numrecommends recommended thumbsup points score
likes       gefalltmir zustimmungen daumenhoch jaime mentionsjaime votes megusta votos positivos
dislikes    dislikes dislikecount downvotes downs thumbsdown
reports     reports flags
"""
SYNONYMS: Final[dict[str, tuple[str, ...]]] = {}
for _line in _SYNONYMS.strip().splitlines():
    _field, *_names = _line.split()
    SYNONYMS[_field] = (*SYNONYMS.get(_field, ()), *_names)
FIELDS: Final = tuple(SYNONYMS)
LONGEST_NAME: Final = 40


def plain(name: str) -> str:
    """Return a column name without case, accents, blanks and signs, as the synonyms are spelled."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]+", "", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def text_column(names: Sequence[str]) -> str | None:
    """Return the column that holds the text by its name, or None."""
    return _by_name("text", names, frozenset())


def column_map(names: Sequence[str], told: Mapping[str, str] | None, *, file: str, inside: str = "") -> dict[str, str]:
    """Return field -> column for a table with the columns `names`; those that begin with `inside` count without it.

    `told` outranks the guess. A field that does not exist is a UsageError; a column that does not exist, and a table
    in which no column can be the text, are InputErrors that name the columns found.
    """
    told = dict(told or {})
    for field, named in told.items():
        if field not in SYNONYMS:
            mend = suggest(field, FIELDS)
            if field.startswith("article_"):
                mend = f"call the column `{field}` in the file: what is told of the article goes by its name"
            raise UsageError(f"unknown field `{field}` in the column map", mend=mend)
        if named not in names:
            raise InputError(
                f"no column `{named}` (for `{field}`); found {_listed(names)}",
                at=Location(file, 1),
                mend=suggest(named, [name for name in names if len(name) <= LONGEST_NAME]),
            )
    taken = set(told.values())
    found = dict(told)
    for field in SYNONYMS:
        if field not in found and (column := _by_name(field, names, frozenset(taken), inside)) is not None:
            found[field] = column
            taken.add(column)
    if "text" not in found:
        if any(len(name) > LONGEST_NAME for name in names):  # then it may be a comment, which no message repeats
            raise InputError(
                f"the first line is no header: {len(names)} cells, one of them longer than {LONGEST_NAME} characters",
                at=Location(file, 1),
                mend="put a line with the names of the columns above it",
            )
        raise InputError(
            f"no column looks like the comment's text; found {_listed(names)}",
            at=Location(file, 1),
            mend="name it with `--map text=COLUMN`; where these are no names, put a line with names above them",
        )
    return found


def _by_name(field: str, names: Sequence[str], taken: frozenset[str], inside: str = "") -> str | None:
    spelled: dict[str, str] = {}
    free = [name for name in names if name not in taken]
    for name in free:
        if inside and name.startswith(inside):
            spelled.setdefault(plain(name.removeprefix(inside)), name)
    for name in free:
        spelled.setdefault(plain(name), name)
    return next((spelled[synonym] for synonym in SYNONYMS[field] if synonym in spelled), None)


def _listed(names: Sequence[str]) -> str:
    # A name this long is a cell of a table without header, perhaps a comment: no message repeats it.
    shown = [f"`{name}`" if len(name) <= LONGEST_NAME else f"({len(name)} characters)" for name in names[:20]]
    return ", ".join(shown) + (f" and {len(names) - 20} more" if len(names) > 20 else "") if shown else "none"
