"""A dump as a corpus, kept beside it with all that was worked out about its comments.

layers (files of columns, kept and tidied), processes (one task over many chunks), chunks (comments to columns and
back) -> corpus (a dump to numbered chunks) -> work (chunks to the hits and scores that no layer has yet)
"""
