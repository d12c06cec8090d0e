"""Tests of the use cases, all through the door of a real desk."""
