"""Saved pages of the web to an article and its comments.

document   the page as a tree, and the words of its furniture
comment    what may be one -> a record: who, when, what, in answer to which
finding    the ways to find them, from what a page marks to what recurs; `found` is what they hand on
page       all of it in order, with `body` (the article, less its `furniture`), `embeds` (comments
           that are elsewhere) and `page_facts`
"""
