"""The caller's session."""

import flask

from functions.api.blueprints import Resource
from functions.api.models.session import Me
from functions.api.responses import json_response
from functions.api.services import caller, services
from shared.domain.access import actions_of
from shared.domain.document_types import DOCUMENT_FORMATS
from shared.domain.extractors import Extractor

blueprint = Resource("session", __name__, tag="session")


@blueprint.get("/api/me", responses={200: Me})
def me() -> flask.Response:
    """The caller's name, role and actions, and the system's settings for clients."""
    settings = services().settings
    content = {
        "name": caller().name,
        "role": caller().role,
        "actions": actions_of(caller().role),
        "auth": settings.auth,
        "extractor": Extractor.OPENAI if settings.uses_model else Extractor.LOCAL,
        "sends_to_model": settings.uses_model,
        "max_upload_mb": settings.max_upload_mb,
        "max_files_per_upload": settings.max_files_per_upload,
        "accepted_types": [
            {"media_type": kind, "extensions": one.extensions, "label": one.label}
            for kind, one in DOCUMENT_FORMATS.items()
        ],
    }
    return json_response(Me, content)
