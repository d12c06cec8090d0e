"""The words a sender of tips is told, for the portal or message they go by: label and value, a line each."""

from __future__ import annotations

from mdt.policy.outward import Cleared, Kind, outward_maker


@outward_maker(Kind.REPLY)
def write_reply(reply: Cleared, language: str) -> str:
    """``reply`` as plain text in ``language`` ('en' or 'ur'); the same reply always gives the same text."""
    return "\n".join(f"{line.label}: {line.text}" if line.label else line.text for line in reply.paper.lines)
