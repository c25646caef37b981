"""The Knative and KEDA files name what the code names, and keep to the fields those systems know."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.local.stack import FUNCTIONS
from shared.adapters.tables import invoices
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage, Status

FOLDER = Path(__file__).resolve().parents[3] / "infra" / "knative"


def documents(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((FOLDER / name).read_text()))


def document(name: str, kind: str) -> dict[str, Any]:
    return next(part for part in documents(name) if part["kind"] == kind)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_is_a_service(name: str) -> None:
    (service,) = documents(f"{name}.yaml")
    assert (service["apiVersion"], service["kind"]) == ("serving.knative.dev/v1", "Service")
    assert service["metadata"]["name"] == name
    revision = service["spec"]["template"]["spec"]
    (container,) = revision["containers"]
    # A request that is let in must find a thread.
    assert {"name": "THREADS", "value": str(revision["containerConcurrency"])} in container["env"]
    assert container["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_only_the_api_is_reached_from_outside(name: str) -> None:
    (service,) = documents(f"{name}.yaml")
    visibility = service["metadata"].get("labels", {}).get("networking.knative.dev/visibility")
    assert visibility == (None if name == "api" else "cluster-local")


def test_scaler_watches_every_lane() -> None:
    scaled = document("dispatcher.yaml", "ScaledObject")
    assert scaled["apiVersion"] == "keda.sh/v1alpha1"
    assert scaled["spec"]["scaleTargetRef"]["name"] == document("dispatcher.yaml", "Deployment")["metadata"]["name"]
    triggers = scaled["spec"]["triggers"]
    assert {trigger["type"] for trigger in triggers} == {"mysql"}
    asked = [dict(re.findall(r"(\w+) = '(\w+)'", trigger["metadata"]["query"])) for trigger in triggers]
    assert asked == [
        {"status": Status.PROCESSING, "stage": stage, "lane": lane}
        for stage, lane in product(Stage, (Lane.SLOW, Lane.QUICK))
    ]
    assert {*asked[0]} <= {column.name for column in invoices.columns}
    authentication = document("dispatcher.yaml", "TriggerAuthentication")["metadata"]["name"]
    assert {trigger["authenticationRef"]["name"] for trigger in triggers} == {authentication}


def test_one_dispatcher_always_sweeps() -> None:
    assert document("dispatcher.yaml", "ScaledObject")["spec"]["minReplicaCount"] >= 1


def test_no_secret_is_in_the_files() -> None:
    settings = document("settings.yaml", "ConfigMap")["data"]
    assert not [name for name in settings if name.endswith(("_KEY", "PASSWORD", "DATABASE_URL", "REDIS_URL"))]
