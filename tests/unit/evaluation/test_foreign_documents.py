"""What foreign renderers are given, and how printed documents are worn. No renderer is installed or run here."""

import io
import json
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from tests.evaluation.training_data.foreign import environment
from tests.evaluation.training_data.foreign.documents import drawn, runner_data
from tests.evaluation.training_data.foreign.registry import RENDERERS, Renderer
from tests.evaluation.training_data.worn import WAYS

EVERY_RENDERER = [pytest.param(renderer, id=renderer.name) for renderer in RENDERERS]


@pytest.mark.parametrize("renderer", EVERY_RENDERER)
def test_every_renderer_gets_invoices_that_it_prints_as_they_are(renderer: Renderer) -> None:
    invoice = drawn(Random("1"), renderer)
    data = runner_data(1, renderer.name, invoice)

    assert json.loads(json.dumps(data))["total"] == str(invoice.totals.total)
    assert not any((invoice.totals.discount, invoice.totals.rounding, invoice.totals.paid))
    assert {"amount_total", "date"} <= renderer.shown(invoice)


@pytest.mark.parametrize("renderer", EVERY_RENDERER)
def test_every_renderer_has_its_runner(renderer: Renderer) -> None:
    suffix = "py" if renderer.program == "python" else "cjs"

    assert (environment.RUNNERS / f"run_{renderer.name}.{suffix}").is_file()


def test_packages_are_pinned() -> None:
    assert all("==" in each.package or each.package.rfind("@") > 0 for each in RENDERERS)


@pytest.mark.parametrize("way", WAYS)
def test_a_worn_page_is_another_picture_each_time_but_the_same_of_a_seed(way: str, tmp_path: Path) -> None:
    page = Image.new("RGB", (340, 480), "white")
    page.paste((0, 0, 0), (60, 80, 200, 90))

    first, suffix = WAYS[way](page, Random("a"))

    assert WAYS[way](page, Random("a")) == (first, suffix)
    assert WAYS[way](page, Random("b"))[0] != first
    if suffix != ".pdf":
        assert Image.open(io.BytesIO(first)).width >= page.width
