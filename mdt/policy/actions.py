"""The verbs of the desk: every right is about one of these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb means to the policy: whether it is about one case, and whether a closed case still allows it."""

    on_case: bool
    when_closed: bool


class Action(Enum):
    """Every act of a user; the value says how the policy treats it (on a case?, allowed when closed?)."""

    LIST_CASES = "list_cases", False, True
    LIST_GAPS = "list_gaps", False, True
    LIST_MEMBERS = "list_members", False, True
    READ_FIGURES = "read_figures", False, True
    OPEN_CASE = "open_case", True, True
    READ_HISTORY = "read_history", True, True
    READ_OPENINGS = "read_openings", True, True
    REVEAL_IDENTITY = "reveal_identity", True, True
    PRINT_BUNDLE = "print_bundle", True, True
    SEARCH = "search", False, True
    READ_LOG = "read_log", False, True
    LIST_REQUESTS = "list_requests", False, True
    VERIFY_DESK = "verify_desk", False, True
    CONFIRM_RESTORE = "confirm_restore", False, True
    BACK_UP_DESK = "back_up_desk", False, True
    KEEP_DRAFT = "keep_draft", False, True
    HAND_ON_KEYS = "hand_on_keys", False, True
    TURN_VAULT = "turn_vault", False, True
    CHANGE_DESK = "change_desk", False, True
    KEEP_WAY_IN = "keep_way_in", False, True
    MAKE_KIT = "make_kit", False, True
    TRY_KIT = "try_kit", False, True
    REISSUE_SLOT = "reissue_slot", False, True
    INVITE_MEMBER = "invite_member", False, True
    CERTIFY_MEMBER = "certify_member", False, True
    END_MEMBER = "end_member", False, True
    REGISTER_CASE = "register_case", False, True
    CLASSIFY_CASE = "classify_case", True, False
    NUMBER_CASE = "number_case", True, False
    MOVE_TO_CHALLAN = "move_to_challan", True, False
    MOVE_FROM_CHALLAN = "move_from_challan", True, False
    WRITE_PARTIES = "write_parties", True, False
    LOOK_FOR_MATCH = "look_for_match", True, True
    SETTLE_MATCH = "settle_match", True, True
    WRITE_INCIDENTS = "write_incidents", True, False
    CORRECT_REPORT = "correct_report", True, False
    WRITE_SOURCES = "write_sources", True, False
    WRITE_STATEMENTS = "write_statements", True, False
    LAY_CHARGES = "lay_charges", True, False
    WRITE_SESSION_NOTE = "write_session_note", True, False
    RAISE_SIGNAL = "raise_signal", True, False
    WRITE_WELFARE_NOTE = "write_welfare_note", True, False
    WRITE_OPINION = "write_opinion", True, False
    PLAN_INTERVIEW = "plan_interview", True, False
    HOLD_INTERVIEW = "hold_interview", True, False
    WRITE_TELLINGS = "write_tellings", True, False
    HOLD_MEETING = "hold_meeting", False, True
    WRITE_FINDINGS = "write_findings", True, False
    GIVE_TASK = "give_task", True, False
    READ_CALENDAR = "read_calendar", False, True
    WRITE_SAFE_CONTACT = "write_safe_contact", True, False
    READ_DUE = "read_due", False, True
    RECORD_EVENT = "record_event", True, False
    PAUSE_CLOCK = "pause_clock", True, False
    FLAG_CASE = "flag_case", True, False
    ENTER_HOLIDAY = "enter_holiday", False, True
    LOG_CONTACT = "log_contact", True, False
    LIST_TIPS = "list_tips", False, True
    OPEN_INTAKE = "open_intake", False, True
    READ_TIP = "read_tip", True, True
    WRITE_TIPS = "write_tips", True, False
    ASSIGN_TIP = "assign_tip", True, False
    LINK_TIP = "link_tip", True, False
    KEEP_HASH_LIST = "keep_hash_list", False, True
    WRITE_CONSENTS = "write_consents", True, False
    OVERRIDE_CONSENT = "override_consent", True, False
    REFER_OUT = "refer_out", True, False
    ASK_PLATFORMS = "ask_platforms", True, False
    ASK_REMOVAL = "ask_removal", True, False
    KEEP_FOREIGN_REGISTER = "keep_foreign_register", True, False
    WRITE_LETTERS = "write_letters", True, False
    REQUEST_CLOSURE = "request_closure", True, False
    REQUEST_REOPENING = "request_reopening", True, True
    REQUEST_VOIDING = "request_voiding", True, True
    DECIDE_REQUEST = "decide_request", True, True
    ASSIGN_TEAM = "assign_team", True, True
    RESTRICT_CASE = "restrict_case", True, True
    RECUSE_SELF = "recuse_self", True, True

    def __init__(self, word: str, on_case: bool, when_closed: bool) -> None:
        self.word = word
        self.verb = Verb(on_case, when_closed)
