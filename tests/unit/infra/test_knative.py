"""The Knative, KEDA and Cloud Run files name what the code names, and keep to those systems' published schemas."""

import copy
import json
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from infra.cloud_run import cloud_run_files
from infra.local.stack import FUNCTIONS
from shared.adapters.tables import invoices
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage, Status

FOLDER = Path(__file__).resolve().parents[3] / "infra" / "knative"


SCHEMAS = Path(__file__).parent / "schemas"

# Which file of schemas has the kinds of an API version.
PUBLISHED = {
    "serving.knative.dev/v1": "knative",
    "keda.sh/v1alpha1": "keda",
    "apps/v1": "kubernetes",
    "batch/v1": "kubernetes",
    "v1": "kubernetes",
}
CLOUD_RUN = cloud_run_files("123456789.europe-west1.run.app", {"MINIO_ENDPOINT": "storage.googleapis.com"})


def faults(document: dict[str, Any], schemas: str) -> list[str]:
    """What the published schema of the document's kind does not allow in it."""
    published = json.loads((SCHEMAS / f"{schemas}.json").read_text())
    validator = Draft202012Validator({**published, "$ref": f"#/$defs/{document['kind']}"})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


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
    (threads,) = (int(one["value"]) for one in container["env"] if one["name"] == "THREADS")
    # A request that is let in must find a thread; of the api's, event streams and slow clients need none.
    assert threads < revision["containerConcurrency"] if name == "api" else threads == revision["containerConcurrency"]
    assert container["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_files_keep_to_the_published_schemas(path: Path) -> None:
    for part in documents(path.name):
        assert faults(part, PUBLISHED[part["apiVersion"]]) == []


@pytest.mark.parametrize("name", CLOUD_RUN)
def test_cloud_run_files_keep_to_its_published_schema(name: str) -> None:
    assert faults(CLOUD_RUN[name], "cloud_run") == []


def test_cloud_run_gets_every_setting_and_address() -> None:
    container = CLOUD_RUN["api"]["spec"]["template"]["spec"]["containers"][0]
    values = {one["name"]: one.get("value") for one in container["env"]}
    assert values.keys() >= document("settings.yaml", "ConfigMap")["data"].keys() | {"SECRET_KEY", "DATABASE_URL"}
    assert values["UPLOAD_URL"] == "https://upload-123456789.europe-west1.run.app"
    assert values["MINIO_ENDPOINT"] == "storage.googleapis.com"
    assert len(values) == len(container["env"])


def test_a_field_that_does_not_exist_is_noticed() -> None:
    service = copy.deepcopy(documents("ocr.yaml")[0])
    service["spec"]["template"]["spec"]["containerConcurency"] = 2
    assert "containerConcurency" in faults(service, "knative")[0]
    assert "envFrom" in str(faults(documents("ocr.yaml")[0], "cloud_run"))


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
        {"status": Status.PROCESSING, "stage": stage, "lane": lane} for stage, lane in product(Stage, Lane)
    ]
    assert {*asked[0]} <= {column.name for column in invoices.columns}
    authentication = document("dispatcher.yaml", "TriggerAuthentication")["metadata"]["name"]
    assert {trigger["authenticationRef"]["name"] for trigger in triggers} == {authentication}


def test_one_dispatcher_always_sweeps() -> None:
    assert document("dispatcher.yaml", "ScaledObject")["spec"]["minReplicaCount"] >= 1


def test_no_secret_is_in_the_files() -> None:
    settings = document("settings.yaml", "ConfigMap")["data"]
    assert not [name for name in settings if name.endswith(("_KEY", "PASSWORD", "DATABASE_URL", "REDIS_URL"))]
