"""One file per export: Coral, Disqus, WordPress, Reddit, YouTube, Hacker News, Discourse, Guardian, Isso, Remark42, Commento.

documents (JSON of any size, item by item), elements (XML, element by element), lookup (tables beside a dump)
entries (what every export's comments have in common: ids, parents, times) -> one file per system
"""
