"""Rules -> what is looked for in every comment: strings, gates, what words may be disguised as."""
