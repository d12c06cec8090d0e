"""Steps that bring a vault of an older version up to this one, forward only."""
