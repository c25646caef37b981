"""The dashboard and the alert rules ask only for metrics that there are, and every alert has its chapter."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from functions.api import metrics
from shared.adapters.metrics import COUNTERS, HISTOGRAMS

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "infra" / "observability"
GROUPS = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
RULES = [rule for group in GROUPS for rule in group["rules"]]
DASHBOARD = json.loads((FOLDER / "dashboard.json").read_text())
PANELS = DASHBOARD["panels"]


def exposed() -> dict[str, set[str]]:
    """Sample name -> label names: the catalogue of counters, and the gauges as the API's code names them."""
    found = {f"{counter.name}_total": set(counter.labels) for counter in COUNTERS}
    for histogram in HISTOGRAMS:
        found |= {f"{histogram.name}_{part}": set(histogram.labels) for part in ("count", "sum")}
        found[f"{histogram.name}_bucket"] = {*histogram.labels, "le"}
    source = Path(metrics.__file__).read_text()
    for name, labels in re.findall(r'GaugeMetricFamily\(\s*"(\w+)",.*?labels=\[(.*?)\]', source, re.DOTALL):
        found[name] = set(re.findall(r'"(\w+)"', labels))
    return found


def expressions() -> Iterator[str]:
    """All PromQL."""
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in PANELS for target in panel["targets"])


def asked(expression: str) -> Iterator[tuple[str, set[str]]]:
    """(metric, label names of its selector)."""
    for name, selector in re.findall(r"\b(invoices_\w+)(\{[^}]*\})?", expression):
        yield name, set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", selector))


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_every_metric_and_label_exists(expression: str) -> None:
    known = exposed()
    for name, labels in asked(expression):
        assert name in known, f"{name} is not a metric of ours"
        assert labels <= known[name]


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_labels_grouped_by_exist(expression: str) -> None:
    known = exposed()
    there = set().union(*(known[name] for name, _ in asked(expression)), {"stage"})
    for group in re.findall(r"\b(?:by|on)\s*\(([^)]*)\)", expression):
        assert {label.strip() for label in group.split(",")} <= there


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_brackets_are_balanced(expression: str) -> None:
    depth: list[str] = []
    pairs = {")": "(", "]": "[", "}": "{"}
    for character in re.sub(r'"[^"]*"', "", expression):
        if character in pairs.values():
            depth.append(character)
        elif character in pairs:
            assert depth, expression
            assert depth.pop() == pairs[character]
    assert not depth


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
    shown = {name for panel in PANELS for target in panel["targets"] for name, _ in asked(target["expr"])}
    assert set(exposed()) <= shown


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in PANELS:
        place = panel["gridPos"]
        cells = {(place["x"] + column, place["y"] + row) for column in range(place["w"]) for row in range(place["h"])}
        assert not taken & cells
        assert place["x"] + place["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
