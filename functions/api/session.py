"""Who the caller is."""

import flask
from flask_openapi3 import APIBlueprint, Tag

from functions.api.models import Me
from functions.api.responses import json_response
from functions.api.services import caller, services

blueprint = APIBlueprint("session", __name__, abp_tags=[Tag(name="session")])


@blueprint.get("/api/me", responses={200: Me})
def me() -> flask.Response:
    """The caller's name and role, and what a client needs to know of the system."""
    settings = services().settings
    content = {
        "name": caller().name,
        "role": caller().role,
        "auth": settings.auth,
        "extractor": "openai" if settings.uses_model else "local",
        "sends_to_model": settings.uses_model,
        "max_upload_mb": settings.max_upload_mb,
        "max_files_per_upload": settings.max_files_per_upload,
    }
    return json_response(Me, content)
