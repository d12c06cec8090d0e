"""Data in, printed bytes out; fetches nothing."""
