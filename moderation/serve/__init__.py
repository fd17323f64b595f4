"""HTTP: Perspective's wire format, Coral's external moderation phase, and our own verdicts.

settings (what a server is started with), refusals (every "no" in one envelope), keys (who may ask, how often)
attributes, sentences, scale (Perspective's names, pieces and numbers) -> perspective (its two calls), discovery
coral (its signed phase), verdicts (our own), feedback (rulings that come back)
waiting (requests -> batches for the one thread that scores), bodies (bytes in, within limits), metrics, page (/docs)
calls (what each call does) -> server (all of it put together)
"""
