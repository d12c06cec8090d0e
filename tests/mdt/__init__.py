"""Tests of mdt."""
