"""The minutes of a meeting on paper: who came, what was found of each case for whoever may read it, who does what until when."""

from __future__ import annotations

from mdt.catalogue.words import Words
from mdt.model.minutes import CaseLine, MinutesContent, TaskLine
from mdt.reports.binding import HINT, TITLE, Binding, stitch
from mdt.reports.bundle_sections import BODY, FACT, LABEL, SMALL, Pen
from mdt.reports.layout import SOFT, WARN, WARN_BG, Sheets, Side, gap, rule, tinted, words
from mdt.reports.tables import Column, Row, put_table
from mdt.reports.text import Style, code, quoted

_CASE = Style(size=14, leading=22, bold=True)
_INSET = 16.0
_SHARES = (0.48, 0.24, 0.28)


def print_minutes(content: MinutesContent, language: str) -> bytes:
    """``content`` as a PDF in ``language`` ('en' or 'ur'); the same content always gives the same bytes."""
    side, say = Side(language == "ur"), Words(language)
    pen, sheets = Pen(say, language, side), Sheets(Side(language == "ur"))
    _put_head(pen, sheets, content)
    for line in content.cases:
        _put_case(pen, sheets, line)
    if content.restricted:
        said = say("minutes.restricted", count=content.restricted)
        sheets.put([gap(14, keeps=True), *words(side, said, HINT)])
    sheets.put([gap(18, keeps=True), *words(side, _prepared(pen, content), SMALL)])
    return stitch(Binding(say("minutes.title"), side, say), sheets)


def _put_head(pen: Pen, sheets: Sheets, content: MinutesContent) -> None:
    say, side = pen.say, pen.side
    sheets.mark(say("minutes.title"), 0)
    sheets.put(words(side, pen.inside(content.agency), FACT))
    sheets.put([*words(side, pen.inside(content.circle), Style(size=10, leading=16, color=SOFT)), gap(12)])
    sheets.put([*words(side, say("minutes.title"), TITLE), gap(8)])
    facts = [
        ("when", pen.moment(content.planned_for)),
        ("room", pen.inside(content.room) or say("minutes.no_room")),
        ("chair", code(content.chair)),
        ("present" if content.ended else "called", "\n".join(map(code, content.present)) or say("minutes.nobody")),
    ]
    put_table(sheets, (Column("", 0.3), Column("", 0.7)), [Row(([(say(f"minutes.{key}"), LABEL)], [(said, BODY)])) for key, said in facts])
    inner = [gap(8), *words(side, say("minutes.confidential"), BODY, _INSET), gap(8)]
    sheets.put([gap(12), *tinted(side, inner, WARN_BG, WARN)])
    if not content.ended:
        sheets.put([gap(6), *words(side, say("minutes.not_ended"), HINT)])


def _put_case(pen: Pen, sheets: Sheets, line: CaseLine) -> None:
    say, side = pen.say, pen.side
    sheets.put([gap(16)])
    sheets.mark(line.code, 0)
    sheets.put([*words(side, code(line.code), _CASE, keeps=True), rule(keeps=True), gap(6, keeps=True)])
    if line.findings:
        sheets.put([*words(side, line.findings, BODY), gap(6)])
    else:
        key = "withheld" if line.withheld else "no_findings" if line.discussed else "not_discussed"
        sheets.put([*words(side, say(f"minutes.{key}"), HINT), gap(6)])
    if line.tasks:
        columns = [Column(say(f"minutes.{key}"), share) for key, share in zip(("task", "owner", "until"), _SHARES, strict=True)]
        put_table(sheets, columns, [_task(pen, task) for task in line.tasks])


def _task(pen: Pen, task: TaskLine) -> Row:
    what = [(pen.inside(task.kind), FACT), *([(task.what, SMALL)] if task.what else [])]
    done = [(pen.say("minutes.done", day=quoted(pen.day(task.done_on))), SMALL)] if task.done_on else []
    return Row((what, [(code(task.owner), BODY)], [(pen.day(task.due_on), BODY), *done]))


def _prepared(pen: Pen, content: MinutesContent) -> str:
    who = f"{quoted(pen.inside(content.prepared_role))} ({code(content.prepared_by)})"
    return pen.say("minutes.prepared", who=who, day=quoted(pen.day(content.prepared_on)))
