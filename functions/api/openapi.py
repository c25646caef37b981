"""Write what the API says of itself to docs/: the OpenAPI document as openapi.json, and what each code means as
errors.md and findings.md. With --check fail if one of the files is out of date."""

import json
import sys
from pathlib import Path

import httpx
import redis
from sqlalchemy import create_engine

from functions.api.app import ApiApp, create_app
from functions.api.explanations.pages import Kind, markdown
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
    made = {TARGET: openapi_document()} | {TARGET.with_name(f"{kind}.md"): markdown(kind) for kind in Kind}
    if "--check" in sys.argv[1:]:
        stale = [path.name for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
        for name in stale:
            print(f"docs/{name} is out of date: run `make openapi`", file=sys.stderr)
        return 1 if stale else 0
    for path, text in made.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
