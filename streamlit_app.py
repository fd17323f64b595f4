"""The pages of the queue and the way between them; `moderation queue` starts it."""

import streamlit as st

from moderation.app import history_page, overview_page, queue_page, rules_page
from moderation.app.session import ICON, store
from moderation.app.who import is_local, is_somebody

PAGES = (
    st.Page(queue_page.draw, title="Queue", url_path="queue", icon=":material/inbox:", default=True),
    st.Page(overview_page.draw, title="Overview", url_path="overview", icon=":material/bar_chart:"),
    st.Page(history_page.draw, title="Decisions", url_path="decisions", icon=":material/history:"),
    st.Page(rules_page.draw, title="Rules", url_path="rules", icon=":material/rule:"),
)

st.set_page_config(page_title="Moderation queue", page_icon=ICON, layout="wide")
if is_local() or is_somebody(store()):
    st.navigation(PAGES, position="top").run()
