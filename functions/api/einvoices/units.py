"""The units that invoices print, as codes of UNECE Recommendation 20 and 21 (BT-130)."""

import re

from shared.domain.normalising import fold

ONE = "C62"
"""One, a piece: what an unknown unit is written as."""

_WORDS = {
    "HUR": "h hr hrs hour hours hora horas std stunde stunden heure heures ora ore uur uren timme timmar",
    "DAY": "d day days dia dias tag tage jour jours giorno giorni dag dagen dagar",
    "WEE": "week weeks semana semanas woche wochen semaine semaines",
    "MON": "month months mes meses monat monate mois mese mesi maand maanden",
    "ANN": "year years ano anos jahr jahre an ans anno anni jaar",
    "MIN": "min minute minutes minuten minutos minuti",
    "KGM": "kg kgs kilo kilos",
    "GRM": "g gr gram grams gramm",
    "TNE": "t ton tons tonne tonnes tonelada toneladas tonnellata",
    "LTR": "l lt ltr liter litre litro litros litri liters litres",
    "MTR": "m mtr meter metre metro metros metri meters metres",
    "CMT": "cm",
    "MMT": "mm",
    "KMT": "km",
    "MTK": "m2 sqm qm",
    "MTQ": "m3 cbm",
    "KWH": "kwh",
    "MWH": "mwh",
    "SET": "set sets satz juego kit",
    "PR": "pair pairs par pares paar paire paires",
    "DZN": "dozen dozens docena dutzend",
    "LS": "lump sum lumpsum pauschal pauschale forfait global",
    "XBX": "box boxes caja cajas karton",
    "XPK": "pack packs package packages pkt paket pakete paquete colis",
    "XPX": "pallet pallets palette paletten",
    "XBG": "bag bags bolsa sack",
    "XRO": "roll rolls rollo rolle rollen rouleau",
}
_BY_WORD = {fold(word): code for code, words in _WORDS.items() for word in words.split()}
_CODE = re.compile(r"[A-Z0-9]{2,3}")


def unit_code(printed: str | None, *, is_code: bool = False) -> str:
    """The code of a unit: as it stands if it is one already (`is_code`), else that of the word, else `ONE`."""
    text = (printed or "").strip()
    if text in _WORDS or (is_code and _CODE.fullmatch(text)):
        return text
    return _BY_WORD.get(fold(text), ONE)
