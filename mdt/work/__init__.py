"""Use cases: every act of a user, declared once and run through the one door."""
