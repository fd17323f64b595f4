"""Rules, policies and models held against a corpus before they are let loose on a site.

In the order of the flow:

    sides      what is compared: a folder, a git revision, a release -> rules, policy, classifier (revisions reads git)
    corpus     a dump -> chunks of comments kept beside it; layers: what was worked out about them, kept likewise
    work       chunks -> hits and scores that no layer has yet, in processes
    compare    two sides on one chunk -> what changed; diff puts the chunks together, surprise orders the examples
    report     what a terminal shows; page is the same as one HTML file; masking hides what nobody asked to see
    around it  precision (past rulings), budget, evade, words_alone, fp (false positives), bench, sample, draft
"""
