"""Damage that is the same in every run: bytes flipped, cut, doubled, put elsewhere, and pieces that parsers dislike."""

import random
from collections.abc import Iterator, Sequence

DISLIKED = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"&#0;",
        b"&#xD800;",
        b"&amp;",
        b"&x;",
        b"]]>",
        b"<![CDATA[",
    ),
    *(
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        b"<?xml version='1.0' encoding='utf-7'?>",
        b"xmlns=''",
    ),
    *(b"nan", b"inf", b"-1", b"1e999", b"0", b"99999999999999999999999999", b"", b" ", b"\r\n", b"--limit", b"<" * 300),
    *(b"<a>" * 300, b"\xe2\x80\xae", b"9999-99-99", b"0000-00-00", "٣".encode(), b'"', b"'", b"/", b"%00"),
)


def damaged(seeds: Sequence[bytes], *, number: int, seed: int) -> Iterator[bytes]:
    """The seeds as they are, then `number` of them damaged in one to five places."""
    chance = random.Random(seed)
    yield from seeds
    for _ in range(number):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 5)):
            _damage(data, chance)
        yield bytes(data)


def _damage(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data) + 1)
    length = chance.choice((1, 1, 4, 16, 200))
    match chance.randrange(6):
        case 0:
            del data[place:]
        case 1:
            del data[place : place + length]
        case 2:
            data[place:place] = data[place : place + length] * chance.choice((1, 3, 50))
        case 3:
            data[place : place + 1] = bytes([chance.randrange(256)])
        case 4:
            data[place : place + length] = chance.choice(DISLIKED)
        case _:
            other = chance.randrange(len(data) + 1)
            data[place:place] = data[other : other + length]
