"""The dashboard and the alert rules ask only for metrics that there are, and every alert has its chapter."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml

from functions.api.metrics import GAUGES
from shared.domain.metrics import COUNTERS, HISTOGRAMS

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "infra" / "observability"
GROUPS = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
RULES = [rule for group in GROUPS for rule in group["rules"]]
DASHBOARD = json.loads((FOLDER / "dashboard.json").read_text())
PANELS = DASHBOARD["panels"]


# What Prometheus adds by itself; and what its own metrics have.
SCRAPE_LABELS = {"job", "instance"}
KNOWN: dict[str, set[str]] = {"up": SCRAPE_LABELS}
KNOWN |= {f"{counter.name}_total": {*counter.labels} for counter in COUNTERS}
KNOWN |= {f"{it.name}_{part}": {*it.labels} for it in HISTOGRAMS for part in ("count", "sum")}
KNOWN |= {f"{it.name}_bucket": {*it.labels, "le"} for it in HISTOGRAMS}
KNOWN |= {gauge.name: {*gauge.labels} for gauge in GAUGES}


def expressions() -> Iterator[str]:
    """All PromQL."""
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in PANELS for target in panel["targets"])


def parsed(expression: str) -> promql_parser.Expr:
    """Raises ValueError when it is no PromQL. Grafana puts a duration in place of its variable."""
    return promql_parser.parse(expression.replace("$__rate_interval", "5m"))


def inside(expression: promql_parser.Expr) -> list[promql_parser.Expr]:
    """The expression and all that it is made of."""
    found: list[promql_parser.Expr] = []
    promql_parser.walk(expression, pre_visit=found.append)
    return found


def selectors(expression: promql_parser.Expr) -> list[promql_parser.VectorSelector]:
    parts = inside(expression)
    plain = [part for part in parts if isinstance(part, promql_parser.VectorSelector)]
    ranges = [part.vector_selector for part in parts if isinstance(part, promql_parser.MatrixSelector)]
    assert plain or ranges, "it asks for nothing"
    return [*plain, *ranges]


def labels_of(expression: promql_parser.Expr) -> set[str]:
    """The labels that all of its series have before anything is grouped."""
    return set[str].intersection(*(KNOWN[selector.name or ""] for selector in selectors(expression)))


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_every_metric_and_label_exists(expression: str) -> None:
    for selector in selectors(parsed(expression)):
        assert selector.name in KNOWN, f"{selector.name} is not a metric of ours"
        assert {matcher.name for matcher in selector.matchers.matchers} <= KNOWN[selector.name] | SCRAPE_LABELS


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_labels_grouped_by_exist(expression: str) -> None:
    for part in inside(parsed(expression)):
        if isinstance(part, promql_parser.AggregateExpr) and part.modifier:
            assert {*part.modifier.labels} <= labels_of(part.expr)
        if isinstance(part, promql_parser.BinaryExpr) and part.modifier and part.modifier.matching:
            assert {*part.modifier.matching.labels} <= labels_of(part.lhs) & labels_of(part.rhs)


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("invoices_uploaded_total", test_every_metric_and_label_exists),
        ('invoices_leased{stag="ocr"}', test_every_metric_and_label_exists),
        ("sum by (code) (rate(invoices_messages_pushed_again_total[5m]))", test_labels_grouped_by_exist),
        ("invoices_leased == on (status) invoices_by_status", test_labels_grouped_by_exist),
    ],
)
def test_these_tests_would_find_it(wrong: str, found: Callable[[str], None]) -> None:
    with pytest.raises(AssertionError):
        found(wrong)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_is_whole_and_explained(rule: dict[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]
    assert re.fullmatch(r"\d+[smh]", rule.get("for", "0s"))
    assert re.search(rf"^### {rule['alert']}$", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)


def test_rules_have_names_of_their_own() -> None:
    assert len({rule["alert"] for rule in RULES}) == len(RULES)


def test_every_metric_is_on_the_dashboard() -> None:
    asked = [parsed(target["expr"]) for panel in PANELS for target in panel["targets"]]
    assert set(KNOWN) - {"up"} <= {selector.name for expression in asked for selector in selectors(expression)}


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in PANELS:
        place = panel["gridPos"]
        cells = {(place["x"] + column, place["y"] + row) for column in range(place["w"]) for row in range(place["h"])}
        assert not taken & cells
        assert place["x"] + place["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
