"""Acts of a story about what leaves the desk: requests to platforms, removals and their checks, consents, referrals, foreign requests."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from mdt.work import consents, foreign, platforms, referrals, removals
from mdt.work.casefile import open_case
from mdt.work.desk import Desk
from resources import text

if TYPE_CHECKING:
    from ui.cli.demo_story import Act, Player, Said, Step

_MEANT: Final = ("request", "removal", "referral")
_LISTS: Final = ("records", "fields", "asked")


def sent_steps(name: str = "demo/sent.toml") -> list[Step]:
    """The steps of a file about one case; the investigator's where nobody else is named."""
    from ui.cli.demo_story import Step

    told, steps = tomllib.loads(text(name)), []
    for said in told["step"]:
        rest = {key: value for key, value in said.items() if key not in ("on", "by", "act")}
        steps.append(Step(on=said["on"], by=said.get("by", "investigator"), case=told["case"], act=said["act"], said=rest))
    return steps


def _given(player: Player, desk: Desk, step: Step, said: Said) -> Said:
    """What is said, with people and earlier steps turned into ids and lists into what the use cases take."""
    given = player.resolved(desk, step, said)
    given |= {name: player.meant(step, said[name]) for name in _MEANT if name in said}
    return {name: tuple(value) if name in _LISTS else value for name, value in given.items()}


def _plainly(job: Any, day: str = "") -> Act:
    """An act as the use case takes it; ``day`` names the argument that is the step's day."""

    def act(player: Player, desk: Desk, step: Step, said: Said) -> Any:
        return desk.do(job, player.at(step), **_given(player, desk, step, said), **({day: step.on} if day else {}))

    return act


def _ask(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return desk.do(platforms.draft_request, player.at(step), platforms.NewRequest(**_given(player, desk, step, said)))


def _consent(player: Player, desk: Desk, step: Step, said: Said) -> str:
    given = _given(player, desk, step, said)
    given["signed_by"] = player.party(desk, step, given["signed_by"])
    return desk.do(consents.record_consent, player.at(step), consents.NewConsent(signed_on=step.on, **given))


def _register(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return desk.do(foreign.register_foreign, player.at(step), foreign.NewForeign(**said))


def _check(player: Player, desk: Desk, step: Step, said: Said) -> str:
    """The first check of a removal that is still to be made."""
    removal = player.meant(step, said["removal"])
    checks = desk.do(open_case, player.at(step)).content["removal_checks"]
    next_one = min((one for one in checks if one["removal"] == removal and not one["checked_on"]), key=lambda one: str(one["due_on"]))
    return desk.do(removals.record_check, player.at(step), next_one["id"], step.on, said["found"])


SENT_ACTS: Final[dict[str, Act]] = {
    "ask_platform": _ask,
    "send_request": _plainly(platforms.send_request, "on"),
    "chase_request": _plainly(platforms.chase_request, "on"),
    "plan_removal": _plainly(removals.plan_removal),
    "log_capture": _plainly(removals.log_capture, "on"),
    "request_removal": _plainly(removals.request_removal, "on"),
    "record_removal": _plainly(removals.record_removal, "on"),
    "record_check": _check,
    "record_consent": _consent,
    "offer_referral": _plainly(referrals.offer_referral),
    "move_referral": _plainly(referrals.move_referral, "on"),
    "register_foreign": _register,
}
"""Every act of this kind a story may name."""
