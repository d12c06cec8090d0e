"""Running clocks against a second, naive reckoning: random events, stops, pauses, holidays; days on which others went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.catalogue.deadline import Deadline
from mdt.catalogue.load import load_catalogue
from mdt.model.clocks import Clock, Happening, Key, reckoning, running, whole_day
from mdt.model.contacts import ContactLog, next_way, unanswered
from mdt.model.deadlines import KARACHI, Holidays, Pause, due_at, paused_for

RULES = load_catalogue().deadlines
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
OFF = Holidays(frozenset({5, 6}), frozenset({date(2026, 3, 23), date(2026, 8, 14)}))
NAMED = "produce remand14 challan14 interim17 update update_high_risk update_forensic forensic_chase_again trial4m".split()
FEW = tuple(RULES[name] for name in NAMED)
EVENTS = sorted({event for rule in FEW for event in (rule.event, *rule.stops)})


def run(
    happened: Iterable[Happening], rules: Iterable[Deadline], off: Holidays, stood: Mapping[Key, Sequence[Pause]], now: datetime
) -> list[Clock]:
    """The clocks that run by these rules."""
    return running(happened, reckoning(rules, off), stood, now)


def at(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), KARACHI).astimezone(UTC)


def on(day: date, event: str, about: str = "", case: str = "c") -> Happening:
    return Happening(case, event, *whole_day(day), about)


@st.composite
def happenings(draw: st.DrawFn) -> list[Happening]:
    made = []
    for _ in range(draw(st.integers(0, 9))):
        case, event = draw(st.sampled_from("cd")), draw(st.sampled_from(EVENTS))
        about = draw(st.sampled_from(("", "p", "q")))
        day = draw(st.dates(date(2023, 12, 20), date(2026, 11, 24)))
        if draw(st.booleans()):
            moment = at(day, draw(st.integers(0, 23)))
            made.append(Happening(case, event, moment, moment, about))
        else:
            made.append(on(day, event, about, case))
    return made


@st.composite
def pauses(draw: st.DrawFn) -> dict[Key, tuple[Pause, ...]]:
    found: dict[Key, tuple[Pause, ...]] = {}
    for _ in range(draw(st.integers(0, 3))):
        key = (draw(st.sampled_from("cd")), draw(st.sampled_from([rule.id for rule in FEW])), draw(st.sampled_from(("", "p"))))
        since = at(draw(st.dates(date(2024, 1, 1), date(2026, 11, 20))), draw(st.integers(0, 23)))
        until = None if draw(st.booleans()) else since + timedelta(hours=draw(st.integers(1, 300)))
        found[key] = (*found.get(key, ()), Pause(since, until))
    return found


def naive(happened: list[Happening], rules: tuple[Deadline, ...], stood: dict[Key, tuple[Pause, ...]]) -> set[tuple[object, ...]]:
    """Rule by rule and event by event, asking of each whether anything at all stopped it."""
    found: set[tuple[object, ...]] = set()
    for rule in rules:
        for place, start in enumerate(happened):
            if start.event != rule.event or not rule.holds_for(start.begins.astimezone(KARACHI).date()):
                continue
            stopped = False
            for at_place, stop in enumerate(happened):
                same = stop.case == start.case and stop.event in rule.stops and at_place != place
                of_it = stop.about == start.about or not stop.about or not start.about
                if stop.event == rule.event:
                    later = stop.begins > start.begins or (stop.begins == start.begins and at_place > place)
                else:
                    later = stop.ends >= start.begins
                stopped = stopped or (same and of_it and later)
            if not stopped:
                mine = stood.get((start.case, rule.id, start.about), ())
                due = due_at(start.begins, rule.offset, OFF, mine)
                found.add((start.case, rule.id, start.about, start.begins, due, paused_for(start.begins, NOW, mine)))
    return found


@given(happenings(), pauses())
def test_as_a_naive_reckoning_says(happened: list[Happening], stood: dict[Key, tuple[Pause, ...]]) -> None:
    clocks = run(happened, FEW, OFF, stood, NOW)
    assert {(one.case, one.rule, one.about, one.began, one.due_at, one.paused) for one in clocks} == naive(happened, FEW, stood)


@given(happenings())
def test_the_order_of_what_happened_is_nothing_to_it(happened: list[Happening]) -> None:
    """But of two of the same kind at the same moment, either of which may be the renewed one."""
    kept = list({(one.case, one.event, one.begins): one for one in happened}.values())
    mixed = sorted(kept, key=lambda one: (one.ends, one.event), reverse=True)
    assert sorted(map(repr, run(kept, FEW, OFF, {}, NOW))) == sorted(map(repr, run(mixed, FEW, OFF, {}, NOW)))


@pytest.mark.parametrize(
    ("rule", "began", "due"),
    [
        ("challan14", date(2024, 2, 15), date(2024, 2, 29)),
        ("challan14", date(2023, 2, 15), date(2023, 3, 1)),
        ("trial4m", date(2025, 10, 31), date(2026, 2, 28)),
        ("trial4m", date(2023, 10, 31), date(2024, 2, 29)),
        ("update", date(2026, 12, 25), date(2027, 1, 8)),
        ("interim17", date(2026, 6, 30), date(2026, 7, 17)),
        ("interim17", date(2026, 12, 31), date(2027, 1, 17)),
    ],
    ids=["leap day", "no leap day", "month end", "month end, leap year", "new year", "half year", "half year and year"],
)
def test_ends_of_months_years_and_halves(rule: str, began: date, due: date) -> None:
    (clock,) = run([on(began, RULES[rule].event)], [RULES[rule]], OFF, {}, NOW)
    assert clock.due_at == datetime.combine(due, time(23, 59, 59), KARACHI)


def test_midnight_parts_the_days_in_pakistan() -> None:
    last = datetime(2026, 11, 1, 18, 59, 59, tzinfo=UTC)
    for moment, day in ((last, 15), (last + timedelta(seconds=1), 16)):
        (clock,) = run([Happening("c", "fir", moment, moment)], [RULES["challan14"]], OFF, {}, NOW)
        assert clock.due_at is not None
        assert clock.due_at.date() == date(2026, 11, day)


def test_a_day_without_an_hour_counts_from_its_first_minute() -> None:
    (clock,) = run([on(date(2026, 11, 20), "arrest", "a")], [RULES["produce"]], OFF, {}, NOW)
    assert clock.due_at == datetime(2026, 11, 21, 0, 0, tzinfo=KARACHI)


def test_a_changed_rule_looks_ahead_only() -> None:
    turn = date(2026, 7, 1)
    old = replace(RULES["challan14"], effective_to=turn - timedelta(days=1))
    new = replace(RULES["challan14"], id="challan21", count=21, effective_from=turn)
    before, after = on(turn - timedelta(days=1), "fir", case="c"), on(turn, "fir", case="d")
    found = {clock.case: clock for clock in run([before, after], [old, new], OFF, {}, NOW)}
    assert {case: clock.rule for case, clock in found.items()} == {"c": "challan14", "d": "challan21"}
    assert [clock.due_at.date() for clock in found.values() if clock.due_at] == [date(2026, 7, 14), date(2026, 7, 22)]


def test_what_stops_one_accused_leaves_the_other() -> None:
    day = date(2026, 11, 20)
    arrests = [on(day, "arrest", "p"), on(day, "arrest", "q")]
    assert {clock.about for clock in run([*arrests, on(day, "produced", "p")], [RULES["produce"]], OFF, {}, NOW)} == {"q"}
    assert run([*arrests, on(day, "produced")], [RULES["produce"]], OFF, {}, NOW) == []


def test_a_renewed_clock_runs_once_from_the_newest() -> None:
    days = [date(2026, 9, 1), date(2026, 9, 14), date(2026, 9, 28)]
    (clock,) = run([on(day, "remand_order", "p") for day in days], [RULES["remand14"]], OFF, {}, NOW)
    assert clock.began == whole_day(days[-1])[0]


def test_a_pause_still_running_keeps_it_from_being_due_and_its_time_is_told_apart() -> None:
    began = on(date(2026, 11, 1), "victim_told", "p")
    stands = {("c", "update", "p"): (Pause(NOW - timedelta(days=3)),)}
    (clock,) = run([began], [RULES["update"]], OFF, stands, NOW)
    assert isinstance(clock, Clock)
    assert (clock.due_at, clock.stands) != (None, False)
    assert (clock.stands, clock.paused) == (True, timedelta(days=3))


def test_every_rule_of_the_table_can_run_and_be_stopped() -> None:
    """Nothing in the table waits for an event that neither an officer nor another noun can tell."""
    kinds = load_catalogue().tables["case_event"]
    day = date(2026, 11, 1)
    for rule in RULES.values():
        assert rule.event in kinds
        (clock,) = run([on(day, rule.event, "p")], [rule], OFF, {}, NOW)
        assert clock.rule == rule.id
        for stop in rule.stops:
            then = [clock.rule for clock in run([on(day, rule.event, "p"), on(day + timedelta(1), stop, "p")], [rule], OFF, {}, NOW)]
            assert then == ([rule.id] if stop == rule.event else []), (rule.id, stop)


def test_the_settings_and_the_table_say_the_same() -> None:
    catalogue = load_catalogue()
    pairs = {
        "update": "update_days",
        "update_high_risk": "update_days_high_risk",
        "review": "review_days",
        "review_acute": "review_days_acute",
    }
    assert {rule: RULES[rule].count for rule in pairs} == {rule: catalogue.setting(setting) for rule, setting in pairs.items()}


def log(number: int, channel: str, outcome: str) -> ContactLog:
    return ContactLog(
        id=str(number), case="c", party="p", at=NOW + timedelta(hours=number), outcome=outcome, channel=channel, written_by="m"
    )


def test_three_tries_in_a_row_that_reach_nobody_move_on_to_the_next_way() -> None:
    order, logs = ("call", "whatsapp", "visit"), [log(0, "call", "contacted")]
    for number, outcome in enumerate(("no_answer", "other_answered"), start=1):
        logs.append(log(number, "call", outcome))
        assert next_way(order, logs, 3) == "call"
    logs.append(log(3, "call", "no_answer"))
    assert (next_way(order, logs, 3), unanswered(logs, "call")) == ("whatsapp", 3)
    assert next_way(order, [*logs, log(4, "visit", "unsafe")], 3) == "call", "what is unsafe is left at once, and the first comes again"
    assert next_way(order, [*logs, log(4, "call", "contacted")], 3) == "call"
    assert next_way((), logs, 3) is None
    assert next_way(order, [log(1, "email", "no_answer")], 3) == "call"
