"""Slovakia's PAY by square: a payment as tab-separated fields, compressed and written in base 32.

Slovak Banking Association, PAY by square specifications 1.1.0: two bytes of header (kind 0 is a payment), the length of
the data in two bytes, a bare LZMA stream; in it CRC-32 and the fields.
"""

import lzma
import re
from base64 import b32decode
from binascii import Error as Base32Error
from binascii import crc32

from functions.extract.codes.facts import CodeFacts, MalformedCodeError
from functions.extract.codes.notation import amount, currency_code, day, iban, payable, text_of

_BASE_32_HEX = str.maketrans("0123456789ABCDEFGHIJKLMNOPQRSTUV", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
_FILTERS = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 17, "lc": 3, "lp": 0, "pb": 2}]
_AMOUNT, _CURRENCY, _DUE, _VARIABLE_SYMBOL, _IBAN, _BIC = 3, 4, 5, 6, 12, 13
"""Places of the first payment's fields; before them the invoice's id, the number of payments and this one's kind."""


def pay_by_square(text: str) -> CodeFacts | None:
    """The first payment of the code."""
    if re.fullmatch(r"0[0-9A-V]{39,}", text) is None:
        return None
    fields = _data(text).split("\t")
    if len(fields) <= _BIC:
        raise MalformedCodeError("a payment without its account")
    return CodeFacts(
        invoice_number=text_of(fields[0]),
        amount_due=payable(amount(fields[_AMOUNT])),
        currency=currency_code(fields[_CURRENCY]),
        due_date=day(fields[_DUE], "%Y%m%d"),
        reference=text_of(fields[_VARIABLE_SYMBOL]),
        iban=iban(fields[_IBAN]),
        hints=frozenset({"invoice_number"}),
    )


def _data(text: str) -> str:
    """The fields behind header and compression, at most the 64 KB that the length can name."""
    padded = text.translate(_BASE_32_HEX) + "=" * (-len(text) % 8)
    try:
        content = b32decode(padded)
        if content[0] >> 4 != 0:
            raise MalformedCodeError("no payment")
        length = int.from_bytes(content[2:4], "little")
        unpacked = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=_FILTERS).decompress(content[4:], length)
        if len(unpacked) < length or crc32(unpacked[4:]) != int.from_bytes(unpacked[:4], "little"):
            raise MalformedCodeError("a wrong check sum")
        return unpacked[4:].decode()
    except (Base32Error, lzma.LZMAError, UnicodeDecodeError, IndexError) as error:
        raise MalformedCodeError("no PAY by square") from error
