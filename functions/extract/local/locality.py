"""The language and the country of a document, from its words alone."""

import re
from collections import Counter

from functions.extract.layout import Layout
from functions.extract.local.labels import Found
from functions.extract.local.vocabulary import TELLING_WORDS, Label

WORD = re.compile(r"[^\W\d_]{2,}")

US_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC "
    "SD TN TX UT VT VA WA WV WI WY DC PR"
).replace(" ", "|")

SIGNALS: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("US", 2.0, re.compile(rf"\b(?:{US_STATES})[.,]?\s?\d{{5}}(?:-\d{{4}})?\b")),
    ("US", 1.0, re.compile(r"\(\d{3}\)\s?\d{3}-\d{4}|(?<![\d-])\d{3}-\d{3}-\d{4}(?![\d-])")),
    ("US", 1.5, re.compile(r"\b(?:USA|United States|U\.S\.A)\b|\bEIN\b")),
    ("CA", 2.5, re.compile(r"\b[A-CEGHJ-NPR-TVXY]\d[A-Z] ?\d[A-Z]\d\b|\b(?:HST|PST|TVQ|QST)\b|\bCanada\b")),
    ("MY", 2.0, re.compile(r"\bSDN\.?\s?BHD|\bRM\s?\d|\bMALAYSIA\b|\b(?:SELANGOR|JOHOR|KUALA LUMPUR|JALAN|TAMAN)\b", re.I)),
    ("SG", 2.0, re.compile(r"\bPTE\.?\s?LTD|\bSINGAPORE\b|\bS\$\s?\d", re.I)),
    ("GB", 2.0, re.compile(r"£\s?\d|\bUnited Kingdom\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\bGB ?\d{9}\b")),
    ("AU", 2.0, re.compile(r"\bABN:?\s?\d|\bPty\.? Ltd|\b(?:NSW|VIC|QLD|TAS) \d{4}\b")),
    ("IN", 2.0, re.compile(r"₹|\bGSTIN\b|\bRs\.?\s?\d|\bIndia\b|\b(?:CGST|SGST|IGST)\b|\bPvt\.? Ltd", re.I)),
    ("DE", 2.0, re.compile(r"\bDE ?\d{9}\b|\bUSt\.?-?\s?Id|\bMwSt|\bSteuernummer\b|\bGmbH\b|\bDE\d{20}\b|\bDeutschland\b")),
    ("AT", 3.0, re.compile(r"\bATU ?\d{8}\b|\bÖsterreich\b|\bAT\d{18}\b|\bUID:? ?ATU")),
    ("CH", 3.0, re.compile(r"\bCHE-?\d{3}|\bCHF\b|\bSchweiz\b|\bSuisse\b|\bCH\d{19}\b")),
    ("ES", 2.0, re.compile(r"\b(?:NIF|CIF|N\.I\.F|C\.I\.F)\b|\bEspaña\b|\bI\.?V\.?A\.?\s*\(?(?:21|10|4)\s?%|\bS\.?L\.?U?\.?(?=\s|$)")),
    ("AR", 3.0, re.compile(r"\bCUIT\b|\bC\.U\.I\.T|\bIngresos Brutos\b|\bPunto de Venta\b|\bArgentina\b|\bCAE\b|\bCABA\b", re.I)),
    ("MX", 3.0, re.compile(r"\bRFC\b|\bCFDI\b|\bMéxico\b|\bFolio Fiscal\b|\bS\.?A\.? de C\.?V", re.I)),
    ("FR", 2.0, re.compile(r"\bSIRET\b|\bTVA\b|\bRCS\b|\bFR ?\w{2} ?\d{9}\b|\bFrance\b|\bTTC\b|\bSARL\b")),
    ("BE", 2.5, re.compile(r"\bBE ?0\d{3}\.?\d{3}\.?\d{3}\b|\bBelgi(?:que|ë|um)\b|\bTVAC\b|\bBE\d{14}\b")),
    ("IT", 2.0, re.compile(r"\bP(?:artita)?\.? ?IVA\b|\bCodice Fiscale\b|\bItalia\b|\bS\.?r\.?l\b|\bScontrino\b|\bIT ?\d{11}\b", re.I)),
    ("PT", 2.5, re.compile(r"\bATCUD\b|\bNIPC\b|\bContribuinte\b|\bPortugal\b|\bFatura\b|\b\d{4}-\d{3} [A-ZÀ-Ú]")),
    ("BR", 3.0, re.compile(r"\bCNPJ\b|\bR\$\s?\d|\bBrasil\b|\bNF-?e\b|\bCPF\b")),
    ("NL", 2.0, re.compile(r"\bBTW\b|\bKvK\b|\bNL ?\d{9}B\d{2}\b|\bNederland\b|\b\d{4} ?[A-Z]{2} [A-Z][a-z]|\bNL\d{2}[A-Z]{4}\d{10}\b")),
    ("PL", 2.5, re.compile(r"\bNIP\b|\bPLN\b|\bSUMA PLN\b|\bPTU\b|\bparagon\b", re.I)),
    ("CZ", 2.5, re.compile(r"\bDIČ\b|\bIČO?\b|\bKč\b|\bCZ\d{8,10}\b|\bDPH\b")),
    ("SE", 2.5, re.compile(r"\bSEK\b|\bMOMS\b|\bKVITTO\b|\bSE\d{12}\b|\bOrg\.? ?nr\b", re.I)),
    ("HR", 2.5, re.compile(r"\bOIB\b|\bPDV\b|\bHRK\b|\bJIR\b|\bračun\b|\bkn\b")),
    ("EE", 2.5, re.compile(r"\bKMKR\b|\bkäibemaks\b|\bEE\d{9}\b|\bEesti\b", re.I)),
    ("GR", 2.5, re.compile(r"\bΑΦΜ\b|\bΦΠΑ\b|\bΕΥΡΩ\b|\bEL ?\d{9}\b")),
)  # fmt: skip
"""What is printed -> how much it speaks for a country. Each pattern counts once, twice if it is found again."""


def find_language(layout: Layout) -> str | None:
    """ISO 639-1 of the language with most different telling words; null when nothing tells."""
    words = {word.lower() for segment in layout.segments for word in WORD.findall(segment.text)}
    hits = Counter({language: len(telling & words) for language, telling in TELLING_WORDS.items()})
    (best, most), (_, second) = hits.most_common(2)
    return best if most >= 2 and most > second else None


def find_country(layout: Layout) -> str | None:
    """ISO 3166-1 of the country whose forms the document uses (tax ids, post codes, legal forms); null when unclear."""
    text = "\n".join(row.text for row in layout.rows[:400])
    scores: Counter[str] = Counter()
    for country, weight, pattern in SIGNALS:
        hits = len(pattern.findall(text))
        scores[country] += weight * min(hits, 2)
    if not scores:
        return None
    (best, most), (_, second) = scores.most_common(2)
    return best if most >= 2 and most > second else None
