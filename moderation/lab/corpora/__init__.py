"""A dump as a corpus, kept beside it with all that was worked out about its comments.

layers (files of columns, kept and tidied), processes (one task over many chunks), chunks (comments to columns and
back) -> corpus (a dump to numbered chunks) -> kept (what is known of it, read back) -> judging (one chunk to hits or
scores) -> work (those that no layer has yet)
"""
