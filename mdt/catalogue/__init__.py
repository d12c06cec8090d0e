"""Law, stages, words and numbers, read strictly from dated TOML."""
