"""The window around the pages: rail, bar, questions, sign-in."""
