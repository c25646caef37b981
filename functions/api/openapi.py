"""Write the OpenAPI document to docs/openapi.json, or with --check fail if the file is out of date."""

import json
import sys
from pathlib import Path

import httpx
import redis
from sqlalchemy import create_engine

from functions.api.app import ApiApp, create_app
from functions.api.services import make_services
from shared.adapters.object_store import make_object_store
from shared.settings import Settings

TARGET = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def openapi_app() -> ApiApp:
    """The app on stores that are never connected: for its document and routes."""
    settings = Settings(minio_access_key="unused", minio_secret_key="unused")  # noqa: S106  # type: ignore[arg-type]
    services = make_services(
        settings,
        engine=create_engine("mysql+pymysql://unused@127.0.0.1/unused"),
        client=redis.Redis(),
        store=make_object_store(settings),
        upload_client=httpx.Client(),
    )
    return create_app(services)


def openapi_document() -> str:
    """The document as JSON text; connects nothing."""
    return json.dumps(openapi_app().api_doc, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Exit code 1 if --check finds a difference."""
    document = openapi_document()
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != document:
            print("docs/openapi.json is out of date: run `python -m functions.api.openapi`", file=sys.stderr)
            return 1
        return 0
    TARGET.write_text(document, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
