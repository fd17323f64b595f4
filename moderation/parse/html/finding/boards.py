"""Boards of the first years of the web, in tables, and those that are still written as then."""

from __future__ import annotations

from typing import Final

from moderation.parse.html.finding.system import System

BOARDS: Final = (
    System(
        "yabb",
        ("windowbg",),
        item=".//tr[count(td) > 1][td[1]//b][td[position() > 1]//div[@class='message']]"
        "[not(.//tr//div[@class='message'])]",
        opening=True,
        body="div.message",
        author="td:first-child b",
        time="td + td span.small",
        id="td:first-child a[name]@name",
    ),
    System(
        "ubb",
        ("author-content", "subjecttable"),
        item=".//table[.//td[contains(@class, 'author-content')]]"
        "[not(.//table//td[contains(@class, 'author-content')])]",
        opening=True,
        body=".post_inner > [id^='body'] || .post_inner || .post-content",
        author=".author-content .author-name || .author-content a",
        time=".subjecttable .date",
        id=".subjecttable a[href*='#Post']@href",
    ),
    System(
        "ucoz",
        ("comEnt",),
        item="div.comEnt",
        body=".cMessage",
        author=".cTop .post-u || .cTop b || .cTop",
        time=".cDate",
        id="@id",
    ),
    System(
        "redmine",
        ("has-notes",),
        item="div.journal.has-notes",
        body=".wiki",
        author="h4 a.user || h4 .user || .note-header a.user",
        time="h4 a[title]@title || .note-header a[title]@title",
        id="div[id^='note-']@id || @id",
    ),
    System(
        "gnuboard",
        ("bo_vc",),
        item="#bo_vc article[id^='c_']",
        body=".cmt_contents p || .cmt_contents || article > p",
        author=".sv_member || .sv_guest || .member",
        time="time@datetime || time || .bo_vc_hdinfo",
        id="@id",
    ),
    System(
        "ptt",
        ("push-userid",),
        item="div.push:has(.push-userid)",
        body=".push-content",
        author=".push-userid",
        time=".push-ipdatetime",
    ),
)
