"""The pages there are, as plain rows: id, words, key, and the right that shows them; pages themselves are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.policy.actions import Action


@dataclass(frozen=True, slots=True)
class View:
    """One entry of the rail."""

    id: str
    title: str
    keys: str
    needs: Action
    sign: str
    """Name of its drawing."""


RAIL = (
    View("my_day", "screen.my_day", "Alt+1", Action.LIST_CASES, "sun"),
    View("cases", "screen.cases", "Alt+2", Action.LIST_CASES, "folder"),
    View("new_case", "screen.new_case", "Alt+3", Action.REGISTER_CASE, "folder-plus"),
    View("tips", "screen.tips", "Alt+9", Action.LIST_TIPS, "paper-plane-tilt"),
    View("search", "screen.search", "Ctrl+K", Action.SEARCH, "magnifying-glass"),
    View("due", "screen.due", "Alt+D", Action.READ_DUE, "clock"),
    View("meetings", "screen.meetings", "Alt+7", Action.READ_CALENDAR, "chat-circle"),
    View("calendar", "screen.calendar", "Alt+8", Action.READ_CALENDAR, "calendar-blank"),
    View("members", "screen.members", "Alt+4", Action.LIST_MEMBERS, "users-three"),
    View("log", "screen.log", "Alt+5", Action.READ_LOG, "list-checks"),
    View("upkeep", "upkeep.title", "Alt+6", Action.BACK_UP_DESK, "hard-drives"),
    View("settings", "screen.settings", "Alt+0", Action.LIST_CASES, "gear-six"),
)

INTERVIEW_PAGE = "plan"
"""The page that shows one interview: of the case, or, told 'case/interview', of the interview itself."""
