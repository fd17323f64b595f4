"""Rules, policies and models held against a corpus before they are let loose on a site.

corpora    a dump as a corpus, kept with the hits and scores of its comments
change     two sides on a corpus -> what changed, and reports of it
drafting   a moderator's wish -> a patch or a draft, checked and tested
disguise   what rules still find of words that somebody has disguised
beside     masking (a comment in a report), revisions (git), precision (past rulings), known (what a rule's record
           says), baseline (shares that may not fall), matching (a text alone), fp (false positives), bench, sample
"""
