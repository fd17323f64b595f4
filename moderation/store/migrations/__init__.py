"""The history of the schema, one file a step; `moderation.store.connect` runs it."""
