"""Does a quotation carry a claim? A sentence and its quotations → what the sentence says that they do not.

A true quotation must not carry a false claim: every number, unit, date and identifier of the sentence has to stand in a
quotation (in any notation), a negation must be theirs, and must must not come from may.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from rag.ground.lexicon import Lexicon, default_lexicon
from rag.ground.mismatch import Mismatch
from rag.ground.normalise import plain_text
from rag.ground.polarity import modality_mismatches, polarity_mismatches, read_clauses
from rag.ground.quantity import Quantity, read_quantities


def mismatches(claim: str, quotes: Sequence[str], lexicon: Lexicon | None = None) -> tuple[Mismatch, ...]:
    """What `claim`, a sentence without markers, says that none of `quotes` says; empty when they carry it.

    Several quotations count together: a table cell with its column header, a sentence with its heading.
    """
    lexicon = lexicon or default_lexicon()
    sentence = plain_text(claim)
    sources = [plain_text(quote) for quote in quotes]
    claimed = read_clauses(sentence, lexicon)
    quoted = [clause for source in sources for clause in read_clauses(source, lexicon)]
    found = [
        *quantity_mismatches(sentence, sources, lexicon),
        *(Mismatch("negation", what) for what in polarity_mismatches(claimed, quoted)),
        *(Mismatch("modality", what) for what in modality_mismatches(claimed, quoted)),
    ]
    return tuple(dict.fromkeys(found))


def quantity_mismatches(sentence: str, sources: Sequence[str], lexicon: Lexicon) -> Iterator[Mismatch]:
    """Numbers, units, dates and identifiers of a sentence that no source says; all in unified form."""
    said = [quantity for source in sources for quantity in read_quantities(source, lexicon)]
    whole = " \n ".join(sources)
    for quantity in read_quantities(sentence, lexicon):
        if not quantity.is_soft and (mismatch := _quantity_mismatch(quantity, said, whole, lexicon)):
            yield mismatch


def _quantity_mismatch(claimed: Quantity, said: Sequence[Quantity], whole: str, lexicon: Lexicon) -> Mismatch | None:
    if claimed.kind == "version":
        return None if _holds_identifier(claimed, said, whole) else _absent(claimed)
    if claimed.kind == "date":
        dates = [other for other in said if any(a.agrees_with(b) for a in claimed.days for b in other.days)]
        return _bound_mismatch(claimed, dates) if dates else _absent(claimed)
    same = [other for other in said if _agree(claimed, other)]
    if not same:
        return _unit_mismatch(claimed, said, whole, lexicon)
    fitting = [other for other in same if _same_kind_of_thing(claimed, other, whole, lexicon)]
    if not fitting:
        return Mismatch("unit", f"the quotation says “{same[0].text}”, the sentence “{claimed.text}”")
    return _bound_mismatch(claimed, fitting)


def _agree(claimed: Quantity, other: Quantity) -> bool:
    """Whether the quotation's quantity is the claimed one, in whatever notation."""
    if claimed.readings & other.readings:
        return True
    if claimed.per and other.per and _rates(claimed) & _rates(other):
        return True
    is_bare = claimed.kind == "number" and claimed.scales == {("number", Fraction(1))} and other.kind != "percent"
    return is_bare and bool(claimed.numbers & (other.numbers | frozenset(amount for _, amount in other.readings)))


def _rates(quantity: Quantity) -> frozenset[tuple[str, str, Fraction]]:
    dimension, period = quantity.per or ("", Fraction(1))
    return frozenset((kind, dimension, amount / period) for kind, amount in quantity.readings)


def _same_kind_of_thing(claimed: Quantity, other: Quantity, whole: str, lexicon: Lexicon) -> bool:
    """Whether two equal amounts count the same thing over the same period."""
    if claimed.counted and other.counted and claimed.counted != other.counted:
        return False
    if claimed.per == other.per or not claimed.per:
        return True
    if other.per:
        return bool(_rates(claimed) & _rates(other))
    names = {name for name, units in lexicon.units.items() if (units[0].dimension, units[0].factor) == claimed.per}
    names |= {word for word, name in lexicon.cues.periods.items() if name in names}
    return _mentions(whole, names)


def _unit_mismatch(claimed: Quantity, said: Sequence[Quantity], whole: str, lexicon: Lexicon) -> Mismatch | None:
    """None for a number whose unit stands elsewhere in the quotations (a column header); otherwise what is wrong."""
    bare = [other for other in said if claimed.numbers & other.numbers]
    if not bare or not claimed.unit:
        return _absent(claimed)
    if any(other.kind == "number" and not other.counted for other in bare) and _mentions(whole, _names(claimed.unit, lexicon)):
        return None
    return Mismatch("unit", f"the quotation says “{bare[0].text}”, the sentence “{claimed.text}”")


def _names(unit: str, lexicon: Lexicon) -> set[str]:
    names = {name for name, units in lexicon.units.items() if any(one.id == unit for one in units)}
    return names | {name for name, currency in lexicon.currencies.items() if currency == unit}


def _mentions(text: str, names: set[str]) -> bool:
    """Whether one of the names stands in the text by itself; a name of one or two letters only in brackets or after "in"."""
    for name in names:
        short = len(name) <= 2 and name.isalpha()
        pattern = (
            rf"[(\[/]\s?{re.escape(name)}\s?[)\]]|\bin\s{re.escape(name)}\b" if short else rf"(?<!\w){re.escape(name)}(?!\w)"
        )
        if re.search(pattern, text, re.IGNORECASE):
            return True
    return False


def _bound_mismatch(claimed: Quantity, said: Sequence[Quantity]) -> Mismatch | None:
    if claimed.bound and all(other.bound and other.bound != claimed.bound for other in said):
        words = {"at_least": "at least", "at_most": "at most"}
        return Mismatch(
            "bound", f"the sentence says {words[claimed.bound]} “{claimed.text}”, the quotation {words[said[0].bound]}"
        )
    return None


def _holds_identifier(claimed: Quantity, said: Sequence[Quantity], whole: str) -> bool:
    """Whether a name with digits ("19c", "ISO27001", "1.2.3") stands in the quotations, however it is spaced."""
    key = _squeezed(claimed.text)
    pattern = rf"(?<![\d.]){re.escape(key)}(?!\.?\d)" if key[0].isdigit() else rf"{re.escape(key)}(?!\.?\d)"
    if re.search(pattern, _squeezed(whole)) or re.search(
        rf"(?<!\w){re.escape(claimed.text)}(?![\w]|\.\d)", whole, re.IGNORECASE
    ):
        return True
    percentile = re.fullmatch(r"p(\d+)", key)
    return percentile is not None and any(claimed.numbers & other.numbers for other in said)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\-_/]", "", text.lower())


def _absent(claimed: Quantity) -> Mismatch:
    return Mismatch(claimed.kind, f"the quotation does not say “{claimed.text}”")
