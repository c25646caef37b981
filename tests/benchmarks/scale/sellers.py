"""Invented sellers: names of several languages, numbers and accounts, a few of them with most of the invoices."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from shared.domain.comparison_keys import account_key, name_key, tax_key

COUNT = 2500

_FIRST = (
    *("Imprenta", "Maschinenbau", "Studio", "Papelería", "Hôtel", "Transportes", "Bäckerei", "Druckerei", "Osteria"),
    *("Electricidad", "Fietsen", "Gráfica", "Brauerei", "Consulting", "Catering", "Logistik", "Radio", "Ferretería"),
    *("Librería", "Plomberie", "Autohaus", "Gartenbau", "Software", "Kanzlei", "Café", "Metallbau", "Viajes"),
    *("Farmacia", "Garage", "Tischlerei", "Publicidad", "Energía", "Telecom", "Wasserwerk", "上海", "北京", "深圳"),
)
_SECOND = (
    *("Norte", "Sur", "Müller", "Schäfer", "García", "López", "Austral", "Atlântico", "Beaumont", "Lefèvre", "Rossi"),
    *("Bianchi", "Jansen", "Kowalski", "Novák", "Öztürk", "Andersen", "Lindqvist", "Okafor", "Nakamura", "Silva"),
    *("Costa", "Weber", "Huber", "Keller", "Moreau", "Dubois", "Ferrari", "Ricci", "Visser", "Bakker", "Peeters"),
    *("Janssens", "Smith", "Jones", "Taylor", "Brown", "Pérez", "Núñez", "Muñoz", "Ibáñez", "Gómez", "Valle", "Alto"),
    *("Campo", "Mar", "贸易", "科技", "电子"),
)
_THIRD = ("", "& Söhne", "y Asociados", "Europe", "Iberia", "Digital", "Nord", "Centro", "Group", "2000", "有限公司")
_FORMS = ("GmbH", "S.L.", "S.A.", "Ltd", "SARL", "S.r.l.", "B.V.", "Lda", "AG", "Inc.", "")
_COUNTRIES = ("DE", "ES", "AR", "GB", "FR", "IT", "NL", "PT")
_CURRENCIES = ("EUR", "EUR", "EUR", "USD", "GBP", "ARS", "CHF", "CNY")
_NUMBERS = ("RE-{year}-{n:05}", "F{year}/{n}", "{place:04}-{n:08}", "INV-{n:06}", "{year}{n:06}", "A-{n}", "{n}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """A seller with the keys that its rows have. `number` is the form of its invoices' numbers."""

    name: str
    vat_id: str
    iban: str
    currency: str
    number: str
    template: int
    name_key: str
    tax_key: str
    account: str


def made_sellers(random: Random, templates: int) -> Sequence[Seller]:
    """Sellers with different names; each writes like one of so many templates."""
    names = sorted({_name(random) for _ in range(COUNT * 2)})
    random.shuffle(names)
    return tuple(_seller(random, name, random.randrange(templates)) for name in names[:COUNT])


def zipf_weights(count: int) -> list[float]:
    """Cumulated weights: the second has half as many as the first, the third a third."""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


def _name(random: Random) -> str:
    parts = (random.choice(_FIRST), random.choice(_SECOND), random.choice(_THIRD), random.choice(_FORMS))
    return " ".join(part for part in parts if part)


def _seller(random: Random, name: str, template: int) -> Seller:
    country = random.choice(_COUNTRIES)
    vat_id = f"{country}{random.randrange(10**8, 10**9)}"
    iban = f"{country}{random.randrange(10, 99)}{random.randrange(10**17, 10**18)}"
    return Seller(
        name=name,
        vat_id=vat_id,
        iban=iban,
        currency=random.choice(_CURRENCIES),
        number=random.choice(_NUMBERS),
        template=template,
        name_key=name_key(name) or "",
        tax_key=tax_key(vat_id) or "",
        account=account_key(iban) or "",
    )
