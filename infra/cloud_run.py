"""`python -m infra.cloud_run FOLDER --host NUMBER.REGION.run.app --set NAME=VALUE`: the files of infra/knative for
Cloud Run, which takes Knative's services without ConfigMaps, security contexts and a cluster's own addresses.

Deploy each with `gcloud run services replace FILE`, the dispatcher with `gcloud run worker-pools replace`. Secrets are
taken from Secret Manager under the names of their variables.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from infra.local.stack import FUNCTIONS

KNATIVE = Path(__file__).resolve().parent / "knative"
SECRETS = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY")

_SCALES = {"autoscaling.knative.dev/min-scale": "minScale", "autoscaling.knative.dev/max-scale": "maxScale"}


def main() -> None:
    """Write a file for each function and the dispatcher."""
    parser = argparse.ArgumentParser(prog="python -m infra.cloud_run", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--host", required=True, help="what follows a service's name in its address")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="MINIO_ENDPOINT and others")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    given = dict(pair.split("=", 1) for pair in options.set)
    for name, document in cloud_run_files(options.host, given).items():
        (options.folder / f"{name}.yaml").write_text(yaml.safe_dump(document, sort_keys=False))


def cloud_run_files(host: str, given: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The documents by name. `host` follows a service's name in its address; `given` are further settings."""
    settings = {
        **_documents("settings")[0]["data"],
        **{f"{name.upper()}_URL": f"https://{name}-{host}" for name in FUNCTIONS if name != "api"},
        **given,
    }
    environment = [
        *({"name": name, "value": value} for name, value in settings.items()),
        *({"name": name, "valueFrom": {"secretKeyRef": {"name": name, "key": "latest"}}} for name in SECRETS),
    ]
    deployment = next(one for one in _documents("dispatcher") if one["kind"] == "Deployment")
    return {
        **{name: _service(_documents(name)[0], environment) for name in FUNCTIONS},
        "dispatcher": {
            "apiVersion": "run.googleapis.com/v1",
            "kind": "WorkerPool",
            "metadata": {"name": "dispatcher"},
            "spec": {"template": {"spec": _pod(deployment["spec"]["template"]["spec"], environment)}},
        },
    }


def _service(service: Mapping[str, Any], environment: list[dict[str, Any]]) -> dict[str, Any]:
    template, internal = service["spec"]["template"], "labels" in service["metadata"]
    annotations = template["metadata"]["annotations"]
    return {
        "apiVersion": service["apiVersion"],
        "kind": service["kind"],
        "metadata": {
            "name": service["metadata"]["name"],
            "annotations": {"run.googleapis.com/ingress": "internal" if internal else "all"},
        },
        "spec": {
            "template": {
                "metadata": {
                    "annotations": {
                        f"autoscaling.knative.dev/{ours}": annotations[theirs] for theirs, ours in _SCALES.items()
                    }
                },
                "spec": {
                    **{name: template["spec"][name] for name in ("containerConcurrency", "timeoutSeconds")},
                    **_pod(template["spec"], environment),
                },
            }
        },
    }


def _pod(pod: Mapping[str, Any], environment: list[dict[str, Any]]) -> dict[str, Any]:
    """The container with its environment spelt out. Cloud Run keeps what is in /tmp in the instance's memory."""
    (container,) = pod["containers"]
    kept = {name: container[name] for name in ("name", "image", "ports", "volumeMounts") if name in container}
    probe = {"startupProbe": container["readinessProbe"]} if "readinessProbe" in container else {}
    return {
        "containers": [
            {
                **kept,
                "env": [*environment, *container["env"]],
                "resources": {"limits": container["resources"]["limits"]},
                **probe,
            }
        ],
        "volumes": pod["volumes"],
    }


def _documents(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((KNATIVE / f"{name}.yaml").read_text()))


if __name__ == "__main__":
    main()
