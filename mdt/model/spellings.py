"""Whether a text holds a value of a case, however it is spelled there: in the other script, with other digits, spaced out or run together.

It would rather find too much: what is found is not printed, and whoever made the paper says it another way.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from mdt.errors import Invalid
from mdt.model.dates import typed_date
from mdt.model.identifiers import IdentifierKind, recognise
from mdt.model.names import alike, folded_words, sound, telling_words, tokens

_ALIKE: Final = str.maketrans("асеорхуікһѕјԁԛԝαοερτυκι", "aceopxyikhsjdqwaoeptuki")
"""Letters of other scripts that look like Latin ones."""
_GENERIC: Final = frozenset(
    "school public high secondary primary college academy model grammar girls boys govt government the of no number house home flat "
    "street st road rd block phase colony town mohalla muhalla village near city district tehsil sector gali lane plaza apartment "
    "اسکول سکول پبلک ہائی گرلز بوائز کالج گورنمنٹ نمبر مکان گھر گلی محلہ بلاک روڈ سڑک کالونی ٹاؤن گاؤں نزد ضلع تحصیل شہر سیکٹر فلیٹ".split()
)
"""Words of addresses and schools that tell none from another."""
_MUCH_ALIKE, _MISSPELT = 0.92, 0.7
_BREAKS: Final = re.compile(r"[\s/?=&:#@,;()<>\"'،؛]+")
_LONG_NAME, _LONG_HANDLE, _PHONE_TAIL, _CNIC_HEAD, _SHORTEST = 5, 6, 7, 12, 3
_NAMED_DAY: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)?[ -]?[^\W\d_]+\.?[ ,-]+\d{4}|[^\W\d_]+\.? ?\d{1,2}(?:st|nd|rd|th)?[ ,]+\d{4}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart: all its words and digits, and those that are more than the ``known`` words it was made of."""

    words: tuple[str, ...]
    own: frozenset[str]
    heard: frozenset[str]
    pairs: frozenset[frozenset[str]]
    threes: frozenset[tuple[str, ...]]
    pieces: frozenset[str]
    run: str
    digits: str
    days: frozenset[date]


def read(text: str, known: str = "", allowed: Iterable[str] = ()) -> Reading:
    """Take a text apart.

    ``known`` are words of shipped texts that stand in it and tell nothing, each as often as it stands there. ``allowed`` are values
    that it may say as often as it likes: what others share with them, such as a family name, is no find.
    """
    plain, shipped, free = _plain(text), _plain(known), [_plain(value) for value in allowed]
    words, before, let = _words(plain), _words(shipped), [word for value in free for word in _words(value)]
    heard = {_heard(word) for word in let}
    left = [word for word in _beyond(words, before) if _heard(word) not in heard]
    own = frozenset(left) | frozenset(tokens(" ".join(left)))
    pieces = _beyond([_run(piece) for piece in _BREAKS.split(plain)], [_run(piece) for piece in _BREAKS.split(shipped)])
    digits = _digits(plain)
    for tail in (number[-_PHONE_TAIL:] for value in free if len(number := _digits(value)) >= _PHONE_TAIL):
        digits = digits.replace(tail, " ")
    return Reading(
        words=tuple(words),
        own=own,
        heard=frozenset(sound(word) for word in own if word.isalpha()),
        pairs=_pairs(words) - _pairs(before) - _pairs(let),
        threes=_threes(words) - _threes(before) - _threes(let),
        pieces=frozenset(pieces) - {_run(value) for value in free},
        run="".join(left),
        digits=digits,
        days=_days(plain),
    )


def holds(reading: Reading, kind: str, value: str) -> bool:
    """Whether a text holds a value of this kind (a field of a party or of a safe contact); lists are parted by semicolons."""
    look = _LOOKS.get(kind, _holds_phrase)
    return any(look(reading, one.strip()) for one in value.split(";") if one.strip())


def says(reading: Reading, phrase: str) -> bool:
    """Whether a text says these words next to each other, shipped words too; a long one also inside another."""
    wanted = folded_words(_plain(phrase))
    if not wanted:
        return False
    size = len(wanted)
    if any(reading.words[at : at + size] == wanted for at in range(len(reading.words) - size + 1)):
        return True
    return size == 1 and len(wanted[0]) >= _LONG_NAME and any(wanted[0] in word for word in reading.words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE)


def _words(plain: str) -> list[str]:
    """Folded words; letters that stand one by one are a word that was spaced out."""
    found: list[str] = []
    single = ""
    for word in folded_words(plain):
        if len(word) == 1 and word.isalpha():
            single += word
            continue
        found += [single, word] if single else [word]
        single = ""
    return [*found, single] if single else found


def _beyond(words: Iterable[str], known: Iterable[str]) -> list[str]:
    """What is left of ``words`` where each of ``known`` is taken away once."""
    taken, left = Counter(known), []
    for word in words:
        if taken[word]:
            taken[word] -= 1
        elif word:
            left.append(word)
    return left


def _run(text: str) -> str:
    return "".join(folded_words(text))


def _heard(word: str) -> str:
    return sound(word) if word.isalpha() and len(sound(word)) > 1 else word


def _pairs(words: list[str]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(map(_heard, pair)) for pair in pairwise(words))


def _threes(words: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(_heard, words[at : at + 3])) for at in range(len(words) - 2))


def _days(plain: str) -> frozenset[date]:
    found = set()
    for named in _NAMED_DAY.finditer(" ".join(plain.split())):
        try:
            found.add(typed_date(named[0], date.min.replace(year=2000)))
        except Invalid:
            continue
    numbers = [int(part) for part in re.findall(r"\d+", plain) if len(part) <= 4]
    for three in zip(numbers, numbers[1:], numbers[2:], strict=False):
        for year, month, day in (three, three[::-1], (three[2], three[0], three[1])):
            try:
                found.add(date(year, month, day))
            except ValueError:
                continue
    return frozenset(found)


def _holds_word(reading: Reading, word: str) -> bool:
    heard = sound(word)
    if word in reading.own or (word.isalpha() and heard in reading.heard and (len(heard) >= _SHORTEST or _looks_like(reading, word))):
        return True
    if len(word) < _LONG_NAME:
        return False
    if any(word in own for own in reading.own) or _holds_run(reading, (word,)):
        return True
    return any(alike((word,), (own,)) >= _MISSPELT for own in reading.own if min(len(word), len(own)) > _LONG_NAME)


def _looks_like(reading: Reading, word: str) -> bool:
    """Whether a word of few consonants is there in much the same letters; by its sound alone it would be found in too many."""
    return any(alike((word,), (own,)) >= _MUCH_ALIKE for own in reading.own if sound(own) == sound(word))


def _holds_name(reading: Reading, name: str) -> bool:
    """Any word of the name that tells its bearer from others; where there is none, all its words."""
    borne = tokens(_plain(name))
    if telling := telling_words(_plain(name)):
        return any(_holds_word(reading, word) for word in telling) or _holds_run(reading, borne)
    return bool(borne) and all(_holds_word(reading, word) for word in borne)


def _holds_run(reading: Reading, words: Iterable[str]) -> bool:
    run = "".join(words)
    return len(run) >= _LONG_HANDLE and run in reading.run


def _holds_phone(reading: Reading, phone: str) -> bool:
    digits = _digits(phone)
    return _holds_handle(reading, phone) if len(digits) < _PHONE_TAIL else digits[-_PHONE_TAIL:] in reading.digits


def _holds_cnic(reading: Reading, cnic: str) -> bool:
    digits = _digits(cnic)
    return bool(digits) and digits[:_CNIC_HEAD] in reading.digits


def _holds_device(reading: Reading, device: str) -> bool:
    digits = _digits(device)
    return _holds_handle(reading, device) or (len(digits) > _CNIC_HEAD and digits[:-1] in reading.digits)


def _holds_handle(reading: Reading, handle: str) -> bool:
    keys = {found.key for found in recognise(handle) if found.kind is IdentifierKind.HANDLE} or {handle}
    return any(_holds_account(reading, _run(_plain(key))) for key in keys)


def _holds_account(reading: Reading, run: str) -> bool:
    if run.isdecimal() and len(run) >= _PHONE_TAIL:
        return run in reading.digits
    if len(run) >= _LONG_HANDLE:
        return run in reading.run or any(run in piece for piece in reading.pieces)
    return len(run) >= 2 and run in reading.pieces


def _holds_email(reading: Reading, email: str) -> bool:
    return any(_holds_account(reading, _run(_plain(part))) for part in (email, email.partition("@")[0]))


def _holds_phrase(reading: Reading, phrase: str) -> bool:
    """Two of its words side by side, one of which is not met in every address; the word alone where there is no more."""
    words = _words(_plain(phrase))
    own = [word for word in words if word not in _GENERIC and len(word) >= _SHORTEST and not word.isdecimal()]
    pairs = [pair for pair in pairwise(words) if any(word in own for word in pair)]
    if _holds_run(reading, words) or any(frozenset(map(_heard, pair)) in reading.pairs for pair in pairs):
        return True
    if own and not pairs:
        return any(_holds_word(reading, word) for word in own)
    return not own and says(reading, phrase)


def _holds_line(reading: Reading, line: str) -> bool:
    words = _words(_plain(line))
    if len(words) < 3:
        return _holds_phrase(reading, line)
    return bool(_threes(words) & reading.threes)


def _holds_day(reading: Reading, day: str) -> bool:
    try:
        born = date.fromisoformat(day)
    except ValueError:
        return _holds_phrase(reading, day)
    return born in reading.days or any(born.strftime(form) in reading.digits for form in ("%d%m%Y", "%Y%m%d"))


def _digits(text: str) -> str:
    return "".join(sign for sign in _run(_plain(text)) if sign.isdecimal())


_LOOKS: Final[Mapping[str, Callable[[Reading, str], bool]]] = {
    "name": _holds_name,
    "other_names": _holds_name,
    "cnic": _holds_cnic,
    "phone": _holds_phone,
    "number": _holds_phone,
    "handle": _holds_handle,
    "email": _holds_email,
    "device": _holds_device,
    "birth_date": _holds_day,
    "code_word": _holds_phrase,
    "neutral_line": _holds_line,
}
