"""The people's side: desktop and command line."""
