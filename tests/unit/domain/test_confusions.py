"""What readers of images take for one another is said once."""

import pytest

from shared.domain.confusions import digits_for, letters_for, look_alike, shape


def test_letters_become_the_digits_that_they_look_like() -> None:
    assert "IOS.8B".translate(digits_for("IOSB")) == "105.88"


def test_only_the_requested_characters_are_exchanged() -> None:
    assert "O0S5".translate(digits_for("O")) == "00S5"


def test_digits_become_the_letters_that_they_look_like() -> None:
    assert "t0ta1".translate(letters_for("01")) == "total"


def test_a_character_that_looks_like_none_is_refused() -> None:
    with pytest.raises(KeyError):
        digits_for("X")


@pytest.mark.parametrize(("read", "right"), [("piaza", "plaza"), ("str33t", "str33t"), ("ma1aysia", "malaysla")])
def test_words_of_one_shape_are_the_same(read: str, right: str) -> None:
    assert shape(read) == shape(right)


def test_looking_alike_goes_both_ways() -> None:
    assert look_alike("h", "m")
    assert look_alike("m", "h")
    assert not look_alike("a", "t")
