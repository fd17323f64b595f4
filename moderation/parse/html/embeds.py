"""Comment systems that load their comments later: a page with one of these has comments that are not in it."""

from __future__ import annotations

import re
from typing import Final

# What a page holds to show the comments; a counter or a software kit that is loaded on every page does not count.
_SIGNS: Final = {
    "disqus": r"id=[\"']disqus_thread|disqus\.com/embed\.js|id=[\"']dsq-comments",
    "facebook": r"class=[\"'][^\"'>]*\bfb-comments\b|<fb:comments\b",
    "openweb": r"launcher\.spot\.im|data-spotim-module|spotim-launcher|\bspot\.im/|data-openweb|spot-im-conversation",
    "coral": r"coral_talk_stream|coralStreamEmbed|Coral\.createStreamEmbed|id=[\"']coral[_-](?:thread|stream|embed)"
    r"|Talk\.render\(",
    "livefyre": r"fyre\.conv\.load|livefyre-comments|id=[\"']livefyre|livefyre\.com/(?:wjs|libs)",
    "viafoura": r"<vf-(?:conversations|comments)|cdn\.viafoura\.net|class=[\"'][^\"'>]*\bviafoura\b",
    "hyvor": r"<hyvor-talk-comments|id=[\"']hyvor-talk-view|talk\.hyvor\.com/(?:embed|web-api)",
    "commento": r"cdn\.commento\.io|id=[\"']commento[\"']|/commento\.js|<comentario-comments",
    "giscus": r"giscus\.app/client\.js|class=[\"']giscus[\"']",
    "utterances": r"utteranc\.es/client\.js",
    "isso": r"id=[\"']isso-thread|data-isso=",
    "remark42": r"\bremark_config\b|id=[\"']remark42[\"']",
    "talkyard": r"class=[\"'][^\"'>]*\btalkyard-comments|talkyardServerUrl",
    "intensedebate": r"intensedebate\.com/js|id=[\"']idc-container",
    "cackle": r"id=[\"']mc-container|cackle\.me/widget",
    "vuukle": r"id=[\"']vuukle-comments|class=[\"']vuukle-comments",
    "graphcomment": r"id=[\"']graphcomment|graphcomment\.com/js",
    "cusdis": r"id=[\"']cusdis_thread",
    "waline": r"id=[\"']waline[\"']|Waline\.init\(",
    "gitalk": r"id=[\"']gitalk-container|new Gitalk\(",
    "hypercomments": r"id=[\"']hypercomments_widget",
    "muut": r"class=[\"']muut[\"']|cdn\.muut\.com",
    "fastcomments": r"id=[\"']fastcomments-widget|fastcomments\.com/js/embed",
    "insticator": r"id=[\"']insticator-commenting",
    "discourse": r"id=[\"']discourse-comments|DiscourseEmbed\s*=",
    "ghost": r"data-ghost-comments=|comments-ui\.min\.js",
    "blogger": r"id=[\"']cmt_iframe_holder|apis\.google\.com/js/comments",
}
# A piece of each that every match holds: searching for it costs a hundredth of the expression.
_LETTERS: Final = {
    "disqus": ("disqus", "dsq-comments"),
    "facebook": ("fb-comments", "fb:comments"),
    "openweb": ("spot", "openweb"),
    "coral": ("coral", "Coral", "Talk.render"),
    "livefyre": ("fyre",),
    "hyvor": ("hyvor",),
    "commento": ("comment",),
    "utterances": ("utteranc",),
    "remark42": ("remark",),
    "intensedebate": ("intensedebate", "idc-container"),
    "cackle": ("cackle", "mc-container"),
    "viafoura": ("viafoura", "<vf-"),
    "waline": ("aline",),
    "gitalk": ("italk",),
    "discourse": ("iscourse",),
    "ghost": ("ghost", "comments-ui"),
    "blogger": ("cmt_iframe_holder", "js/comments"),
}


def embedded_in(source: str) -> str | None:
    """Return the name of the comment system that `source`, a page, loads its comments with, or None."""
    for name, sign in _SIGNS.items():
        if any(piece in source for piece in _LETTERS.get(name, (name,))) and re.search(sign, source):
            return name
    return None
