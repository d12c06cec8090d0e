"""Kinds of columns that the plain driver does not know: moments and tuples of texts, and which Python type is kept as which."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Boolean, Date, Integer, Text, TypeDecorator

from mdt.errors import Unavailable


class Instant(TypeDecorator[datetime]):
    """A moment kept as ISO 8601 text in UTC, so that it sorts as text and reads the same everywhere.

    An emptied page reads as zeros under SQLCipher; what stands last in a row tells that, here and in ``Texts``.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> str | None:
        """To text."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any | None, dialect: object) -> datetime | None:
        """From text."""
        try:
            return None if value is None else datetime.fromisoformat(str(value))
        except ValueError as broken:
            raise Unavailable("unavailable.damaged") from broken


class Texts(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts kept as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: object) -> str:
        """To JSON."""
        return json.dumps(list(value or ()), ensure_ascii=False)

    def process_result_value(self, value: Any | None, dialect: object) -> tuple[str, ...]:
        """From JSON."""
        try:
            return tuple(json.loads(str(value))) if value else ()
        except ValueError as broken:
            raise Unavailable("unavailable.damaged") from broken


KEPT_AS: Final[dict[type, Any]] = {str: Text, int: Integer, bool: Boolean, date: Date, datetime: Instant, tuple: Texts}
