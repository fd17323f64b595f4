"""Structures of markup as components and style sheets of today write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from benchmarks.made.further import Structure

_HEART: Final = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 21 3 12a6 6 0 0 1 9-8z"></path></svg>'
_DOTS: Final = '<svg viewBox="0 0 24 24"><circle cx="5" cy="12" r="2"></circle></svg>'

FORMS: Final[Mapping[str, Structure]] = {
    "utilities, initials": Structure(
        '<div class="flex gap-3 py-4 border-b border-gray-200" style="margin-left:{indent}px"><div class="w-10 h-10 '
        'rounded-full bg-indigo-500 text-white flex items-center">{initials}</div><div class="flex-1"><div class="flex '
        'items-center gap-2"><span class="font-semibold text-gray-900">{name}</span><span class="text-sm '
        'text-gray-500">{date}</span></div><div class="mt-1 text-gray-700 leading-relaxed">{text}</div><div '
        'class="mt-2 flex gap-4 text-xs"><button class="hover:underline">Reply</button><button class="hover:underline">'
        "Share</button></div></div></div>",
        '<section class="max-w-2xl mx-auto px-4 mt-12">{heading}<div class="divide-y">{items}</div></section>',
        step=32,
    ),
    "utilities, icons for buttons": Structure(
        '<div class="p-4 mb-3 bg-white rounded-lg shadow-sm {answering}"><div class="flex justify-between mb-2"><a '
        'class="inline-flex items-center text-sm font-medium" href="/@{slug}"><img class="w-6 h-6 mr-2 rounded-full" '
        'src="/a/{n}.png" alt="">{name}</a><time class="text-xs text-slate-400" datetime="{iso}">{date}</time></div>'
        f'<div class="text-slate-600">{{text}}</div><button class="mt-3" aria-label="Like">{_HEART}</button> <span '
        f'class="text-xs">{{count}}</span><button aria-label="More">{_DOTS}</button></div>',
        '<div class="max-w-screen-md mx-auto">{heading}{items}</div>',
        answering="ml-{indent}",
        step=8,
    ),
    "modules of style sheets": Structure(
        '<div class="Thread_row__{h1}" data-depth="{depth}"><div class="Thread_top__{h2}"><span '
        'class="Avatar_root__{h3}'
        '">{letter}</span><a class="Thread_who__{h4}" href="/profile/{slug}">{name}</a>{sometimes}<span '
        'class="Thread_stamp__{h5}">{date}</span></div><div class="Thread_copy__{h6}">{text}</div><div '
        'class="Thread_foot__{h7}"><button>Reply</button><button>Flag</button></div></div>',
        '<section class="Thread_root__{h3}">{heading}{items}</section>',
        sometimes='<span class="Chip_chip__{slug}">Subscriber</span>',
    ),
    "styled components": Structure(
        '<div class="sc-{h1} {h2}"><div class="sc-{h3} {h4}"><strong class="sc-{h5}">{name}</strong><span '
        'class="sc-{h6} '
        '{h7}">{date}</span></div><div class="sc-{h7} {h1}">{text}</div><div class="sc-{h2}"><button class="sc-{h4}">'
        'Reply</button><button class="sc-{h4}">{count}</button></div>{replies}</div>',
        '<div class="sc-{h5} {h6}">{heading}<div class="sc-{h6}">{items}</div></div>',
        '<div class="sc-{h4} {h3}">{items}</div>',
        nested=True,
    ),
    "styled components, no buttons": Structure(
        '<li class="css-{h1}"><div class="css-{h2}"><p class="css-{h3}">{name}</p><p '
        'class="css-{h4}">{date}</p></div><p '
        'class="css-{h5}">{text}</p></li>',
        '<div class="css-{h6}">{heading}<ul class="css-{h7}">{items}</ul></div>',
        paragraph="{}",
        between="<br><br>",
    ),
    "articles with labels": Structure(
        '<div role="article" aria-label="Comment by {name}" aria-level="{level}" tabindex="0"><div><a '
        'href="/people/{slug}"><span>{name}</span>'
        '</a></div><div dir="auto">{text}</div><div><a href="?c={id}" aria-label="{date}">{date}</a><div role="button">'
        'Like</div><div role="button">Reply</div></div></div>',
        '<div role="feed" aria-label="Comments">{heading}{items}</div>',
        paragraph='<div dir="auto">{}</div>',
    ),
    "lists by role": Structure(
        '<div role="listitem"><div role="img" aria-label="Avatar of {name}">{letter}</div><div><div><span>{name}</span>'
        '<span aria-hidden="true">·</span><span title="{iso}">{date}</span></div><div>{text}</div><div role="toolbar">'
        '<button aria-label="Like">{count}</button><button aria-label="Reply to '
        '{name}">Reply</button></div></div></div>',
        '<div role="list" aria-label="Responses">{heading}{items}</div>',
    ),
    "elements of its own, slots": Structure(
        '<comment-card depth="{depth}"><span slot="author">{name}</span><time slot="date" '
        'datetime="{iso}">{date}</time>'
        '<div slot="content">{text}</div><button slot="actions">Reply</button></comment-card>',
        "<comment-thread>{heading}{items}</comment-thread>",
    ),
    "elements of its own, shadows": Structure(
        '<talk-entry id="t{id}"><template shadowrootmode="open"><style>b {{ color: red }}</style><div class="head"><b>'
        '{name}</b> <time datetime="{iso}">{date}</time></div><div class="said">{text}</div><button>Reply</button>'
        "<slot></slot></template>{replies}</talk-entry>",
        "<talk-list>{heading}{items}</talk-list>",
        nested=True,
    ),
    "details": Structure(
        '<details open><summary><b>{name}</b> <time datetime="{iso}">{date}</time></summary><div>{text}</div><p><a '
        'href="#r{id}">reply</a></p>{replies}</details>',
        "<section>{heading}{items}</section>",
        nested=True,
    ),
    "material": Structure(
        '<li class="MuiListItem-root MuiListItem-gutters css-{h1}"><div class="MuiListItemAvatar-root css-{h2}"><div '
        'class="MuiAvatar-root MuiAvatar-circular css-{h3}">{letter}</div></div><div class="MuiListItemText-root '
        'css-{h4}">'
        '<span class="MuiTypography-root MuiTypography-body1 css-{h5}">{name}</span><span class="MuiTypography-root '
        'MuiTypography-caption css-{h6}">{date}</span><p class="MuiTypography-root MuiTypography-body2 '
        'css-{h7}">{text}</p>'
        '</div><button class="MuiButtonBase-root MuiIconButton-root css-{h2}" aria-label="like">'
        f"{_HEART}</button></li>",
        '<div class="MuiBox-root css-{h7}">{heading}<ul class="MuiList-root css-{h5}">{items}</ul></div>',
        paragraph="{}",
        between="<br>",
    ),
    "chakra": Structure(
        '<div class="chakra-stack css-{h1}" style="padding-left:{indent}rem"><span class="chakra-avatar '
        'css-{h2}"><div class="chakra-avatar__initials '
        'css-{h3}">{initials}</div></span><div class="css-{h4}"><p class="chakra-text css-{h5}">{name}</p><p '
        'class="chakra-text css-{h6}">{date}</p><div class="chakra-text css-{h7}">{text}</div><button '
        'class="chakra-button '
        'css-{h2}">Reply</button></div></div>',
        '<div class="chakra-container css-{h6}">{heading}{items}</div>',
        step=2,
    ),
    "ant design": Structure(
        '<div class="ant-comment css-{h1}"><div class="ant-comment-inner"><div class="ant-comment-avatar"><span '
        'class="ant-avatar ant-avatar-circle"><span class="ant-avatar-string">{letter}</span></span></div><div '
        'class="ant-comment-content"><div class="ant-comment-content-author"><span '
        'class="ant-comment-content-author-name">'
        '<a>{name}</a></span><span class="ant-comment-content-author-time"><span '
        'title="{iso}">{date}</span></span></div>'
        '<div class="ant-comment-content-detail">{text}</div><ul class="ant-comment-actions"><li><span>Reply '
        "to</span></li>"
        "</ul></div></div>{replies}</div>",
        '<div class="ant-list ant-list-split">{heading}<ul class="ant-list-items">{items}</ul></div>',
        '<div class="ant-comment-nested">{items}</div>',
        nested=True,
    ),
    "ant list": Structure(
        '<li class="ant-list-item"><div class="ant-list-item-meta"><div class="ant-list-item-meta-avatar"><span '
        'class="ant-avatar">{letter}</span></div><div class="ant-list-item-meta-content"><h4 '
        'class="ant-list-item-meta-title">{name}</h4><div '
        'class="ant-list-item-meta-description">{date}</div></div></div>'
        '<div class="ant-typography">{text}</div><ul '
        'class="ant-list-item-action"><li>{up}</li><li>Reply</li></ul></li>',
        '<div class="ant-list">{heading}<ul class="ant-list-items">{items}</ul></div>',
    ),
    "media objects": Structure(
        '<div class="media mb-4" id="m{id}"><img class="d-flex mr-3 rounded-circle" src="/p.png" alt=""><div '
        'class="media-body"><h5 class="mt-0">{name} <small class="text-muted">{date}</small></h5>{text}{replies}</div>'
        "</div>",
        '<div class="container">{heading}{items}</div>',
        nested=True,
    ),
    "cards": Structure(
        '<div class="card mb-3"><div class="card-header d-flex justify-content-between"><span><i class="bi bi-person">'
        '</i> {name}</span><small>{date}</small></div><div class="card-body"><div class="card-text">{text}</div>'
        '</div><div class="card-footer"><a href="#" class="card-link">Reply</a></div></div>',
        '<div class="row"><div class="col-12">{heading}{items}</div></div>',
    ),
    "scoped attributes": Structure(
        '<div data-v-{h1}="" class="item"><div data-v-{h1}="" class="top"><img data-v-{h1}="" src="/u.png" class="pic">'
        '<span data-v-{h1}="" class="n">{name}</span><span data-v-{h1}="" class="d">{date}</span></div><div '
        'data-v-{h1}="" class="main">{text}</div><div data-v-{h1}="" class="bar"><span '
        'data-v-{h1}="">Reply</span><span '
        'data-v-{h1}="">{count}</span></div></div>',
        '<div data-v-{h1}="" class="wrap">{heading}<div data-v-{h1}="">{items}</div></div>',
    ),
    "angular": Structure(
        '<app-feedback-item _ngcontent-{h1}="" _nghost-{h2}=""><mat-card _ngcontent-{h2}="" '
        'class="mat-mdc-card"><mat-card'
        '-header _ngcontent-{h2}=""><mat-card-title _ngcontent-{h2}="">{name}</mat-card-title><mat-card-subtitle '
        '_ngcontent-{h2}="">{date}</mat-card-subtitle></mat-card-header><mat-card-content _ngcontent-{h2}="">{text}'
        "</mat-card-content></mat-card></app-feedback-item>",
        "<app-feedback>{heading}{items}</app-feedback>",
    ),
    "svelte": Structure(
        '<article class="svelte-{h1}" style="--depth: {depth}"><p class="meta svelte-{h1}"><a class="svelte-{h1}" '
        'href="/user/{slug}">{name}</a> {date}</p><div class="svelte-{h1}">{text}</div>{replies}</article>',
        '<section class="svelte-{h1}">{heading}{items}</section>',
        '<div class="replies svelte-{h1}">{items}</div>',
        nested=True,
    ),
    "for phones": Structure(
        '<div class="css-175oi2r r-{h1}" tabindex="0"><div class="css-175oi2r r-{h2}"><a class="css-175oi2r" '
        'href="/{slug}"><div class="css-146c3p1 r-{h3}"><span class="css-1jxf684">{name}</span></div></a><div '
        'class="css-146c3p1 r-{h4}">{date}</div></div><div class="css-146c3p1 r-{h5}"><span class="css-1jxf684">{text}'
        '</span></div><div class="css-175oi2r r-{h6}" role="group"><button aria-label="{count} Likes. Like">'
        f"{_HEART}</button></div></div>",
        '<div class="css-175oi2r r-{h7}">{heading}{items}</div>',
        paragraph="{}",
        between="<br>",
    ),
    "more to read": Structure(
        '<div class="resp"><div class="resp__hd"><b>{name}</b><i>{date}</i></div><div '
        'class="resp__bd">{text}{sometimes}'
        '</div><a href="#" class="resp__act">Respond</a></div>',
        '<div class="resps">{heading}{items}</div>',
        sometimes=' <button class="resp__more" aria-expanded="false">Read more</button>',
    ),
    "badges": Structure(
        '<li data-key="{id}"><div><img src="/f.png" '
        'alt="{name}"><div><h4>{name}</h4>{sometimes}<span>{date}</span></div>'
        "</div><div>{text}</div><div><button>Helpful ({up})</button><button>Reply</button></div></li>",
        "<section>{heading}<ul>{items}</ul></section>",
        sometimes="<span>Top contributor</span>",
    ),
    "translated": Structure(
        '<div class="note"><div class="note-who">{name} <span class="note-when">{date}</span></div><div '
        'class="note-what">{text}</div><div class="note-act"><button>See translation</button><button>Reply</button>'
        "</div></div>",
        '<div class="notes">{heading}{items}</div>',
    ),
    "taken away": Structure(
        '<div class="c-row" id="c-{id}"><a class="c-name" href="/u/{slug}">{name}</a> <span '
        'class="c-date">{date}</span>'
        '<div class="c-text">{text}</div><a href="#">Reply</a></div>',
        '<div id="discussion">{heading}{items}</div>',
        gone='<div class="c-row" id="c-{n}g"><div class="c-text">This comment has been removed.</div></div>',
        gone_text="This comment has been removed.",
    ),
    "pinned": Structure(
        '<div class="flex flex-col">{first}<div class="flex"><b>{name}</b><span>{date}</span></div><div>{text}</div>'
        '<div class="flex"><button>Reply</button></div></div>',
        "<section>{heading}{items}</section>",
        first='<div class="text-xs">Pinned by The Courier</div>',
    ),
    "bubbles": Structure(
        '<div class="bubble-wrap"><div class="bubble"><a class="bubble-n" href="/u/{slug}">{name}</a><div>{text}</div>'
        '</div><div class="bubble-f"><span>{date}</span> <button>Like</button> <button>Reply</button></div></div>',
        '<div class="bubbles">{heading}{items}</div>',
    ),
}
