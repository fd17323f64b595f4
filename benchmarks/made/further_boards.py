"""Structures of markup as boards, guest books and hand-written pages have them, and sites of other languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from benchmarks.made.further import Structure

_NO_HEADING: Final = ("",)

BOARDS: Final[Mapping[str, Structure]] = {
    "board of tables": Structure(
        '<tr bgcolor="#eeeeee"><td width="150" valign="top"><b>{name}</b><br><font size="1">Member<br>Posts: {posts}'
        '</font></td><td valign="top"><font size="1">Posted: {date}</font><hr size="1">{text}<br><font size="1"><a '
        'href="#q">Quote</a></font></td></tr>',
        '<table width="100%" cellpadding="4">{items}</table>',
        heading=(*_NO_HEADING, "<h3>Replies</h3>"),
        paragraph="{}",
        between="<br><br>",
    ),
    "board, header rows": Structure(
        '<tr class="alt"><td colspan="2"><a name="{id}"></a>{date} - #{n}</td></tr><tr><td><a '
        'href="/member.php?u={posts}">'
        "{name}</a><br>Registered: 2011</td><td>{text}</td></tr>",
        '<table class="tborder"><tbody>{items}</tbody></table>',
        heading=_NO_HEADING,
    ),
    "guest book of tables": Structure(
        "<table "
        "border=1><tr><td>Name:</td><td>{name}</td></tr><tr><td>Date:</td><td>{date}</td></tr><tr><td>Message:</td>"
        "<td>{text}</td></tr></table><br>",
        "<center>{items}</center>",
        heading=("<h2>Guestbook</h2>", "<h2>Comments</h2>"),
        paragraph="{}",
        between="<br>",
    ),
    "parted by rules": Structure(
        "<p><b>{name}</b> ({date})<br>{text}</p><hr>",
        heading=("<h2>Comments</h2>", "<h3>{all} comments</h3>"),
        paragraph="{}",
        between="<br><br>",
    ),
    "terms": Structure(
        '<dt><a href="http://{slug}.example/">{name}</a> <small>{date}</small></dt><dd>{text}</dd>',
        "<dl>{items}</dl>",
        heading=("<h3>Comments</h3>", "<h3>{all} Comments</h3>"),
    ),
    "figures": Structure(
        '<figure><blockquote>{text}</blockquote><figcaption><cite>{name}</cite>, <time datetime="{iso}">{date}</time>'
        ' <a href="#reply-{id}">Reply</a></figcaption></figure>',
        '<section id="responses">{heading}{items}</section>',
    ),
    "headers and footers": Structure(
        '<article id="n{id}"><header><h4>{name}</h4><p>{date}</p></header>{text}<footer><a href="#r">Reply</a></footer>'
        "{replies}</article>",
        "<section>{heading}{items}</section>",
        nested=True,
    ),
    "says": Structure(
        '<li><cite>{name}</cite> says:<br><small><a href="#n{id}">{date}</a></small>{text}<div><a '
        'href="?r={id}">Reply</a>'
        "</div>{replies}</li>",
        "<ol>{items}</ol>",
        "<ul>{items}</ul>",
        nested=True,
    ),
    "signatures": Structure(
        '<div class="lt">{text}<p class="sg">— {name}, {date}</p></div>',
        '<div class="letters">{heading}{items}</div>',
        heading=("<h2>Comments</h2>", "<h2>{all} comments</h2>"),
    ),
    "numbers first": Structure(
        '<div class="res"><div class="hd"><a href="#{n}">#{n}</a> <span class="u">{name}</span> <span class="dt">{date}'
        '</span></div><div class="msg">{text}</div></div>',
        '<div class="thread">{items}</div>',
        heading=_NO_HEADING,
    ),
    "answers to a question": Structure(
        '<div class="answer-cell"><div class="vote"><button>▲</button><div>{up}</div><button>▼</button></div><div '
        'class="post-layout"><div class="prose">{text}</div><div class="post-sig">answered {date} by <a '
        'href="/users/{posts}/{slug}">{name}</a></div></div></div>',
        '<div id="answers-list">{heading}{items}</div>',
        heading=("<h2>{all} Answers</h2>",),
    ),
    "webmentions": Structure(
        '<li class="mention"><a href="https://{slug}.example/" rel="nofollow"><img src="/a.jpg" alt="" loading="lazy">'
        '<span>{name}</span></a><a href="https://{slug}.example/p/{id}"><time datetime="{iso}">{date}</time></a><div>'
        "{text}</div></li>",
        '<section class="mentions">{heading}<ol>{items}</ol></section>',
        heading=("<h2>Responses</h2>", "<h2>{all} Responses</h2>", "<h2>Comments</h2>"),
    ),
    "depths by attribute": Structure(
        '<div class="row r" data-level="{depth}" data-key="{id}"><p class="hd"><b>{name}</b> <i>{date}</i></p><div>'
        '{text}</div><p class="ft"><a href="#a">Reply</a></p></div>',
        '<div class="tree">{heading}{items}</div>',
    ),
    "depths by class": Structure(
        '<li class="depth-{level}"><span>{name}</span><span>{date}</span><div>{text}</div><button>Reply</button></li>',
        "<ul>{items}</ul>",
    ),
    "depths by tables": Structure(
        '<tr><td><table><tr><td width="{indent}"><img src="s.gif" width="{indent}" height="1"></td><td><div><a '
        'href="/user?id={slug}">{name}</a> <span title="{iso}"><a '
        'href="/item?id={id}">{date}</a></span></div><div>{text}'
        '</div><div><u><a href="/reply?id={id}">reply</a></u></div></td></tr></table></td></tr>',
        "<table>{items}</table>",
        heading=_NO_HEADING,
        step=40,
    ),
    "answers by name": Structure(
        '<div class="ent" id="e{id}"><div class="who">{name}{answering}</div><div class="wn">{date}</div><div '
        'class="wt">'
        '{text}</div><div class="rp" data-parent="{pid}">Reply</div></div>',
        '<div class="ents">{heading}{items}</div>',
        answering=' <a href="#e{pid}">in reply to {answered}</a>',
    ),
    "amp": Structure(
        '<div class="amp-fb" role="listitem"><amp-img src="/g.png" width="40" height="40" '
        'layout="fixed"></amp-img><div '
        'class="amp-fb-h"><span class="amp-fb-n">{name}</span><amp-timeago datetime="{iso}">{date}</amp-timeago></div>'
        '<div class="amp-fb-t">{text}</div></div>',
        '<div class="amp-fbs"><amp-list>{heading}<div role="list">{items}</div></amp-list></div>',
    ),
    "names in bold, text behind": Structure(
        "<li><p><strong>{name}:</strong> {text}</p><small>{date}</small></li>",
        "<ul>{items}</ul>",
        heading=("<h2>Comments</h2>", "<h3>{all} Comments</h3>"),
        paragraph="{}",
        between="<br>",
    ),
    "columns": Structure(
        '<div style="display:grid;grid-template-columns:120px 1fr"><div><img '
        'src="/i.png"><div>{name}</div><div>{posts} '
        'posts</div></div><div><div>{date}</div><div>{text}</div><div><a href="#">Quote</a> <a '
        'href="#">Report</a></div>'
        "</div></div>",
        "<div>{heading}{items}</div>",
    ),
    "archive of letters": Structure(
        "<li><strong>From:</strong> {name}<br><strong>Date:</strong> {date}<br><pre>{text}</pre></li>",
        "<ul>{items}</ul>",
        heading=("<h2>Messages</h2>", "<h2>Comments</h2>"),
        paragraph="{}",
        between="\n\n",
    ),
    "German portal": Structure(
        '<div class="fl-beitrag"><div class="fl-kopf"><span class="fl-bn">{name}</span><span '
        'class="fl-zt">{date}</span>'
        '</div><div class="fl-rumpf">{text}</div><div '
        'class="fl-leiste"><button>Antworten</button><button>Melden</button>'
        "<span>{up}</span></div></div>",
        '<div class="fl-forum">{heading}{items}</div>',
        heading=("", "<h2>Kommentare</h2>", "<h3>{all} Kommentare</h3>", "<h2>Diskussion</h2>"),
        language="de",
    ),
    "German, utilities": Structure(
        '<li class="border-t py-3"><div class="flex"><span class="font-bold">{name}</span><span '
        'class="text-xs">{date}</span>'
        '</div><div class="mt-2">{text}</div><button class="text-xs">Antworten</button></li>',
        '<ul class="list-none">{items}</ul>',
        heading=("", "<h2>Kommentare ({all})</h2>"),
        language="de",
    ),
    "French daily": Structure(
        '<li class="avis"><p class="avis__tete"><b class="avis__qui">{name}</b> <span '
        'class="avis__quand">{date}</span></p>'
        '<div class="avis__dit">{text}</div><p><button>Répondre</button> <button>Signaler</button></p>{replies}</li>',
        '<ul class="avis-liste">{items}</ul>',
        '<ul class="avis-suite">{items}</ul>',
        nested=True,
        heading=("", "<h2>{all} commentaires</h2>", "<h2>Vos réactions</h2>"),
        language="fr",
    ),
    "Spanish daily": Structure(
        '<div class="op-item"><div class="op-cab"><span class="op-nom">{name}</span><time '
        'class="op-hora">{date}</time></div>'
        '<div class="op-cuerpo">{text}</div><div class="op-pie"><a href="#">Responder</a><a '
        'href="#">Denunciar</a></div></div>',
        '<div class="op-lista">{heading}{items}</div>',
        heading=("", "<h3>Comentarios</h3>", "<h3>{all} comentarios</h3>"),
        language="es",
    ),
    "Polish portal": Structure(
        '<div class="wpis"><div class="wpis-gora"><strong>{name}</strong> <em>{date}</em></div><div '
        'class="wpis-tresc">{text}'
        '</div><div class="wpis-dol"><a href="#">Odpowiedz</a> <a href="#">Zgłoś</a></div></div>',
        '<div class="wpisy">{heading}{items}</div>',
        heading=("", "<h3>Komentarze ({all})</h3>", "<h3>Opinie</h3>"),
        language="pl",
    ),
    "Russian portal": Structure(
        '<div class="otvet" data-level="{depth}"><div class="otvet-shapka"><a '
        'href="/users/{posts}/">{name}</a><span>{date}'
        '</span></div><div class="otvet-telo">{text}</div><div class="otvet-knopki"><a '
        'href="#">Ответить</a></div></div>',
        '<div class="otvety">{heading}{items}</div>',
        heading=("", "<h3>Комментарии</h3>", "<h3>Комментарии ({all})</h3>"),
        language="ru",
    ),
    "Italian daily": Structure(
        '<article class="voce"><header class="voce-testa"><h5>{name}</h5><small>{date}</small></header><div '
        'class="voce-corpo">{text}</div><footer><a href="#">Rispondi</a></footer></article>',
        '<div class="voci">{heading}{items}</div>',
        heading=("", "<h3>Commenti</h3>", "<h3>{all} commenti</h3>"),
        language="it",
    ),
    "Dutch daily": Structure(
        '<div class="css-{h1}"><div class="css-{h2}"><span>{name}</span><span>{date}</span></div><div class="css-{h3}">'
        "{text}</div><button>Reageer</button></div>",
        '<div class="css-{h4}">{heading}{items}</div>',
        heading=("", "<h2>Reacties</h2>", "<h2>{all} reacties</h2>"),
        language="nl",
    ),
    "Swedish forum": Structure(
        '<div class="inl"><div class="inl-v"><div>{name}</div><div>Medlem</div></div><div '
        'class="inl-h"><div>{date}</div>'
        '<div>{text}</div><div><a href="#">Svara</a> <a href="#">Anmäl</a></div></div></div>',
        '<div class="inlagg">{heading}{items}</div>',
        heading=("", "<h2>Kommentarer</h2>"),
        language="sv",
    ),
    "Portuguese daily": Structure(
        '<li><div><img src="/f.png" alt="{name}"></div><div><b>{name}</b><span>{date}</span><div>{text}</div><button>'
        "Responder</button><button>Curtir</button></div></li>",
        "<ul>{items}</ul>",
        heading=("", "<h3>Comentários</h3>", "<h3>{all} comentários</h3>"),
        language="pt",
    ),
}
