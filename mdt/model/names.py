"""Finds a Pakistani name whichever way, and in whichever of the two scripts, it was spelled."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Script = Literal["urdu", "roman", "other"]

_LETTER_FOLDS = {
    **dict.fromkeys("أإٱآٲٳ", "ا"),
    **dict.fromkeys("يىېۍێ", "ی"),
    **dict.fromkeys("كڪګ", "ک"),
    **dict.fromkeys("هۀەةۂۃ", "ہ"),
    "ۓ": "ے",
    "ۋ": "و",
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "æ": "ae",
    "œ": "oe",
}
_JOINING_SIGNS = "'’‘ʼʿʾ`´ـ"
_ARABIC_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff]")


class _Folding(dict[int, str]):
    """What ``str.translate`` puts in place of each character, worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        category = unicodedata.category(letter)
        if letter in _LETTER_FOLDS:
            folded = _LETTER_FOLDS[letter]
        elif letter in _JOINING_SIGNS or category == "Cf" or _ARABIC_MARKS.match(letter):
            folded = ""
        elif category == "Nd":
            folded = str(unicodedata.digit(letter))
        else:
            folded = letter if category[0] in "LMN" else " "
        self[code] = folded
        return folded


_FOLDING = _Folding()

_KIN_SIGNS = re.compile(r"\b[sdwrch]\s?/\s?o\b")
_DROPPED = frozenset(
    "mr mrs ms miss mst musammat mussammat janab sahib sahiba sb bin bint ibn walad ul ur ud un us uz al el e "
    "جناب مسماہ مسمات مسمی محترم محترمہ صاحب صاحبہ ولد بنت بن زوجہ دختر".split()
)
_ABBREVIATIONS = {
    **dict.fromkeys("mohd md mhd muhd mohmd muhmd mohamd muhamd mohammd muhammd mhmd".split(), "muhammad"),
    **dict.fromkeys("ch chd chdry".split(), "chaudhry"),
    **dict.fromkeys("abdur abdus abdush abdun abduz abdut abdel abdool".split(), "abdul"),
    "gh": "ghulam",
}
# One name is written in one word or in several: both must yield the same tokens.
_ROMAN_COMPOUNDS = (
    (re.compile(r"\babd(?! ?[aeou]{1,2}l+ah?\b) ?[aeou]{1,2}(?:sh|[ldrsnzt]) ?(?=[a-z]{3})"), "abdul "),
    (re.compile(r"(?<=[a-z]) ?u[ld]+ ?d[ei]{1,2}n\b"), "uddin"),
    (re.compile(r"(?<=[a-z]) ull?ah?\b"), "ullah"),
    (re.compile(r"(?<=[a-z]{2})(?<!abd) ?-?u[lrnsz] ?(?=(?:haqq?|haque|r[ae]h?man|islam|ain|nis+a)\b)"), " "),
    (re.compile(r"\b(bi|mah) (?=(?:bi|noor|nur|rukh)\b)"), r"\1"),
)
_URDU_COMPOUNDS = (
    (re.compile(r"\bعبد ?ال ?(?!لہ)(?=\w{2})"), "عبدال "),
    (re.compile(r"(?<=\w) ?الدین\b"), "دین"),
    (re.compile(r"(?<=\w) اللہ\b(?! (?:دتہ|دتا|بخش|رکھا|رکھی|یار|وسایا|نواز|ڈنو))"), "اللہ"),
    (re.compile(r"(?<=\w\w) ?ال(?=(?:حق|رحمن|رحمان|اسلام|عین|نساء?)\b)"), " "),
    (re.compile(r"\b(بی|ماہ) (?=(?:بی|نور|رخ)\b)"), r"\1"),
)

_URDU_SOUNDS = {
    letter: sound
    for letters, sound in (
        ("بٻڀ", "B"), ("پ", "P"), ("تطٹټٿٺ", "T"), ("ثسصڅ", "S"), ("جڄ", "J"), ("چڇ", "C"), ("حہھ", "H"), ("خ", "Q"),
        ("دڈډڌڊ", "D"), ("ذزژضظځ", "Z"), ("رڑړ", "R"), ("شښ", "X"), ("غگڳ", "G"), ("فڦ", "F"), ("قک", "K"), ("ل", "L"),
        ("م", "M"), ("نںڻݨڃڱ", "N"), ("اعءئؤآیےو", ""),
    )
    for letter in letters
}  # fmt: skip
_URDU_ASPIRATES = {"ک": "Q", "پ": "F"}
_URDU_ENDINGS = {**dict.fromkeys("اآعءہح", "A"), **dict.fromkeys("یےئ", "I"), **dict.fromkeys("وؤ", "U")}
_SIBILANTS = frozenset("سصثشزذضظژ")
_ASPIRABLE = frozenset("بپتٹجچدڈکگ")
_ROMAN_SOUNDS = {
    **dict(zip("bdfgjklmnprstzhcq", "BDFGJKLMNPRSTZHKK", strict=True)),
    **{"kh": "Q", "gh": "G", "ch": "C", "sh": "X", "zh": "Z", "th": "T", "dh": "D", "bh": "B", "ph": "F", "jh": "J"},
    **dict.fromkeys("aeiouywv", ""),
}
_ROMAN_ENDINGS = {"a": "A", "h": "A", "e": "I", "i": "I", "y": "I", "o": "U", "u": "U", "w": "U", "v": "U"}
_ROMAN_UNITS = re.compile("[kgcsztdbpj]h|[a-z]")
_DOUBLED = re.compile(r"([a-z])\1+")
_SOFT_C = re.compile("c(?=[eiy])")
# Names too frequent, or too irregular, for the general rule: without these "Mahmood" would find every Muhammad.
_SETTLED = (
    (re.compile("m[uo]h+[aou]?m+[aei]d|mahomed|محمد|mohd|md"), "MHMMD"),
    (re.compile("cho?[aouw]*h?dh?[aeou]*r[iey]+|چوہ?د[ہھ]?ری"), "CDRI"),
    (re.compile("h[uo]s+(?:[ae]*[iy]e?|e)n|حسین"), "HSYN"),
    (re.compile("s[aei]?(?:y+[aei]?|iy[aei])d|سید"), "SYD"),
    (re.compile("s[aei]?(?:y+[aei]?|iy[aei])dah?|سیدہ"), "SYDA"),
)
_PARTS_OF_MANY = frozenset("abd ullah allah uddin din deen اللہ الدین عبد".split())
_BORNE_BY_MOST = frozenset({"MHMMD", "SYD", "BBI", "ABDL"})
_READINGS = {
    **{letter: heard.lower() for letter, heard in _URDU_SOUNDS.items() if heard},
    **{"خ": "kh", "ش": "sh", "چ": "ch", "ق": "q", "ا": "a", "آ": "aa", "ع": "a", "ء": "", "ئ": "y", "ؤ": "o", "ی": "i", "ے": "e", "و": "o"},
    "v": "w",
}
_WAW_BEFORE_VOWEL = re.compile("^و|و(?=[ایے])")
_YEH_BEFORE_VOWEL = re.compile("^ی|ی(?=[او])")
_TRANSPOSED = {
    "uthman": "usman", "othman": "usman", "harith": "haris", "kauthar": "kausar", "thamina": "samina", "ramadan": "ramzan",
    "ramadhan": "ramzan", "riyadh": "riaz", "ridha": "raza",
}  # fmt: skip


# Written with a final yeh, spoken with a final a.
_SPOKEN_WITH_ALEF = frozenset("بشری عظمی موسی عیسی لیلی مرتضی مصطفی مجتبی یحیی صغری کبری سلمی طوبی ہدی ضحی نہی لبنی حسنی یسری".split())


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower().translate(_FOLDING)
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", apart.translate(_FOLDING))


def tokens(name: str) -> tuple[str, ...]:
    """The words of ``name`` in their folded form, honorifics and kinship signs left out.

    A compound gives the same words however it was cut: 'Abdur Rehman' and 'Abdulrehman' give two, 'Habib Ullah' one.
    Where nothing but honorifics was written these are kept, so that no name with letters becomes empty.
    """
    spaced = _KIN_SIGNS.sub(" ", name.lower()) if "/" in name else name
    text = " ".join(_folded(spaced).split())
    for pattern, replacement in _ROMAN_COMPOUNDS if text.isascii() else _URDU_COMPOUNDS:
        text = pattern.sub(replacement, text)
    words = text.split()
    kept = [_ABBREVIATIONS.get(word, word) for word in words if word not in _DROPPED]
    return tuple(kept or words)


def folded_words(text: str) -> tuple[str, ...]:
    """The words of any text, folded as those of names are; none is left out and none put together."""
    return tuple(_folded(text).split())


def telling_words(name: str) -> tuple[str, ...]:
    """The words, of more than two letters, that tell a name's bearer from others: not honorifics, nor what most people bear.

    A compound counts as a whole and by its parts.
    """
    written = (word for word in folded_words(name) if word not in _DROPPED and word not in _PARTS_OF_MANY)
    return tuple(word for word in dict.fromkeys((*tokens(name), *written)) if len(word) > 2 and sound(word) not in _BORNE_BY_MOST)


def script(text: str) -> Script:
    """The script that most letters of ``text`` are written in; 'other' where there is no letter of the two."""
    roman = urdu = other = 0
    for letter in text:
        if letter.isalpha():
            name = unicodedata.name(letter, "")
            roman += name.startswith("LATIN")
            urdu += name.startswith("ARABIC")
            other += not name.startswith(("LATIN", "ARABIC"))
    if max(roman, urdu) == 0 or other > max(roman, urdu):
        return "other"
    return "urdu" if urdu >= roman else "roman"


@lru_cache(maxsize=16384)
def sound(token: str) -> str:
    """The consonants of one word as heard, equal for its Roman and Urdu spellings.

    In capitals: Q is kh, X is sh, C is ch; A first is any vowel; A, I, U last tell apart endings (a or h; i, e, y; o, u, w).
    Vowels between consonants are left out, w and y among them.
    A word in any other script sounds as its folded self.
    """
    word = _folded(token).replace(" ", "")
    word = _ABBREVIATIONS.get(word, word)
    for pattern, settled in _SETTLED:
        if pattern.fullmatch(word):
            return settled
    if word.isascii() and word.isalpha():
        single = _DOUBLED.sub(r"\1", word)
        return _roman_sound(_TRANSPOSED.get(single, single))
    if word and all(letter in _URDU_SOUNDS for letter in word):
        return _urdu_sound(word)
    return word or token


def _roman_sound(word: str) -> str:
    if word.endswith("que"):
        word = word[:-2]
    elif word.endswith("ine"):
        word = word[:-1]
    word = _SOFT_C.sub("s", word.replace("ck", "k").replace("x", "ks"))
    units = _ROMAN_UNITS.findall(word)
    first = units[0]
    heard = [{"w": "W", "v": "W", "y": "Y"}.get(first) or _ROMAN_SOUNDS[first] or "A"]
    heard += [_ROMAN_SOUNDS[unit] for unit in units[1:]]
    if len(units) > 1 and units[-1] in _ROMAN_ENDINGS:
        heard[-1] = _ROMAN_ENDINGS[units[-1]]
    return "".join(heard)


def _urdu_sound(word: str) -> str:
    word = word.replace("للہ", "لہ")
    first, last = word[0], len(word) - 1
    heard = [{"و": "W", "ی": "Y"}.get(first) or _URDU_SOUNDS[first] or "A"]
    before = first
    for place, letter in enumerate(word[1:], start=1):
        if letter == "ھ" and before in _ASPIRABLE:
            heard[-1] = _URDU_ASPIRATES.get(before, heard[-1])
        elif letter in "ہحھ" and 1 < place < last and before in _SIBILANTS:
            # Roman 'Ishaq', 'Mashhood' and 'Azhar' cannot be told from sh and zh, so Urdu reads them alike.
            heard[-1] = "X" if heard[-1] == "S" else heard[-1]
        else:
            heard.append(_URDU_SOUNDS[letter])
        before = letter
    if last and before in _URDU_ENDINGS:
        heard[-1] = "I" if before in "عء" and word[-2] in "یے" else _URDU_ENDINGS[before]
        if word in _SPOKEN_WITH_ALEF:
            heard[-1] = "A"
    return "".join(heard)


def likeness(query: str, name: str) -> float:
    """How well ``name`` answers ``query``, from 0 to 1, whatever the order of the words or the script.

    Meant for ranking names already found; words that most people bear (Muhammad, Syed, Bibi, Abdul) weigh little.
    """
    return alike(tokens(query), tokens(name))


def alike(asked: tuple[str, ...], borne: tuple[str, ...]) -> float:
    """``likeness`` of names already taken apart by ``tokens``, for whoever compares one with many."""
    if not asked or not borne:
        return 0.0
    scores = [(_word_likeness(a, b), i, j) for i, a in enumerate(asked) for j, b in enumerate(borne)]
    scores.sort(reverse=True)
    matched: dict[int, float] = {}
    taken: set[int] = set()
    for score, i, j in scores:
        if i not in matched and j not in taken:
            matched[i] = score
            taken.add(j)
    found = weighed = unasked = 0.0
    for i, word in enumerate(asked):
        weighed += _weight(word)
        found += _weight(word) * matched.get(i, 0.0)
    for j, word in enumerate(borne):
        unasked += 0.0 if j in taken else _weight(word)
    return found / weighed * (1 - 0.1 * unasked / (unasked + weighed))


@lru_cache(maxsize=16384)
def _weight(word: str) -> float:
    return 0.3 if sound(word) in _BORNE_BY_MOST else 1.0


@lru_cache(maxsize=16384)
def _romanised(token: str) -> str:
    """A rough Roman reading of a folded word; of a Roman one only v becomes w."""
    read = _YEH_BEFORE_VOWEL.sub("y", _WAW_BEFORE_VOWEL.sub("w", token))
    return "".join(_READINGS.get(letter, letter) for letter in read)


@lru_cache(maxsize=16384)
def _word_likeness(asked: str, borne: str) -> float:
    from rapidfuzz.fuzz import ratio  # its import costs more than a command line may wait for

    if asked == borne:
        return 1.0
    letters = ratio(_romanised(asked), _romanised(borne)) / 100
    heard, told = sound(asked), sound(borne)
    if heard == told:
        return 0.85 + 0.14 * letters
    return 0.8 * max(letters, ratio(heard, told) / 100 if asked.isascii() != borne.isascii() else 0.0)
