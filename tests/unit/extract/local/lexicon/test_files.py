"""The files of the lexicon are checked when they are read."""

import json
from pathlib import Path

import pytest

from functions.extract.local.lexicon import files
from functions.extract.local.lexicon.files import CountryFile, LanguageFile, LexiconError, countries, languages
from functions.extract.local.lexicon.generate import generated
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import LABELS, WITHHOLDINGS


def _read(tmp_path: Path, text: str) -> LanguageFile:
    path = tmp_path / "xx.toml"
    path.write_text(text, encoding="utf-8")
    return files._read(path, LanguageFile)


def test_every_language_and_country_of_the_lexicon_is_valid() -> None:
    assert {"en", "es", "de", "fr", "it", "pt", "nl"} <= languages().keys()
    assert {"AR", "DE", "GB", "US"} <= countries().keys()
    assert len(LABELS) > 2000


def test_no_withheld_tax_is_called_like_a_payment() -> None:
    """The words of all languages are one list: "PAYE" in English was "payé" in French."""
    assert len(WITHHOLDINGS) > 20
    assert [name for name in WITHHOLDINGS if LABELS.get("".join(name)) is Label.PAID] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[labels]\ntotl = ["total"]', "totl"),
        ('[label]\ntotal = ["total"]', "label"),
        ("[labels]\ntotal = []", "at least 1 item"),
        ('[labels]\ntotal = ["Sub Total"]\nnet = ["subtotal"]', "subtotal: twice in this section"),
        ('[labels]\ntotal = ["Total", "TOTAL:"]', "Total"),
        ('[columns]\namount = ["Betrag"]\nunit_price = ["betrag"]', "betrag: twice in this section"),
        ('[address]\nstreets = ["rue"]\nweak = ["cours"]', "cours: weak, but no words of streets"),
        ('guarded = ["numer"]\n[labels]\ntotal = ["razem"]', "numer: guarded, but no label"),
        ("[months]\n13 = ['undecimber']", "less than or equal to 12"),
        ('[labels\ntotal = ["total"]', "xx.toml"),
    ],
)
def test_a_wrong_file_of_a_language_is_refused_and_the_error_names_the_file_and_the_word(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(LexiconError, match=r"xx\.toml") as error:
        _read(tmp_path, text)

    assert said in str(error.value)


@pytest.mark.parametrize(
    "text", ['currency = "Euro"', 'capital = "Paris"', '[[signals]]\npattern = "("\nweight = 1.0', "names = []"]
)
def test_a_wrong_file_of_a_country_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "XX.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(LexiconError, match=r"XX\.toml"):
        files._read(path, CountryFile)


def test_the_generated_names_of_months_are_those_of_this_version_of_babel() -> None:
    assert json.loads((files.FOLDER / files.GENERATED).read_text(encoding="utf-8")) == generated()
