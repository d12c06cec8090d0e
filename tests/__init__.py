"""Tests that go through the door: real vault, real policy; only time, passwords' cost and the human are made."""
