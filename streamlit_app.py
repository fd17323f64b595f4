"""The pages of the queue and the way between them; `moderation queue` starts it."""

import streamlit as st

from moderation.app.pages import author_page, handover_page, history_page, thread_page, together_page
from moderation.app.pages.insights import page as insights_page
from moderation.app.pages.queue import page as queue_page
from moderation.app.pages.rules import page as rules_page
from moderation.app.pages.settings import page as settings_page
from moderation.app.paint import show_focus
from moderation.app.session import ICON, store
from moderation.app.who import is_local, is_somebody

PAGES = {
    "queue": st.Page(queue_page.draw, title="Queue", icon=":material/inbox:", default=True),
    # The first page has no name of its own in its address; who types one is not to be told that there is no such page.
    "home": st.Page(queue_page.lead_here, title="Queue", url_path="queue", visibility="hidden"),
    "thread": st.Page(thread_page.draw, title="Threads", url_path="thread", icon=":material/forum:"),
    "together": st.Page(together_page.draw, title="Many", url_path="together", icon=":material/select_all:"),
    "author": st.Page(
        author_page.draw, title="Author", url_path="author", icon=":material/person:", visibility="hidden"
    ),
    "insights": st.Page(insights_page.draw, title="Insights", url_path="insights", icon=":material/bar_chart:"),
    "handover": st.Page(handover_page.draw, title="Handover", url_path="handover", icon=":material/sync_alt:"),
    "decisions": st.Page(history_page.draw, title="Decisions", url_path="decisions", icon=":material/history:"),
    "rules": st.Page(rules_page.draw, title="Rules", url_path="rules", icon=":material/rule:"),
    "settings": st.Page(settings_page.draw, title="Settings", url_path="settings", icon=":material/tune:"),
}

st.set_page_config(page_title="Moderation queue", page_icon=ICON, layout="wide")
st.session_state["pages"] = PAGES
show_focus()
if is_local() or is_somebody(store()):
    st.navigation(list(PAGES.values()), position="top").run()
