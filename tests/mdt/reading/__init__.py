"""Tests of mdt/reading."""
