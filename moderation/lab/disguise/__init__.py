"""Disguised words: evade (each rule's own examples), words_alone (single words, and honest ones taken for them)."""
