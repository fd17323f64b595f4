"""Rule files -> rules: YAML with its places, values, conditions, lint, what a site changes, folders; and the schema."""
