"""API keys: create, list and revoke; for admins."""

from dataclasses import asdict

import flask

from functions.api.blueprints import Resource
from functions.api.models import KeyBody, KeyList, KeyPath, NewKey
from functions.api.responses import json_response
from functions.api.services import services

blueprint = Resource("keys", __name__, tag="keys")


@blueprint.get("/api/keys", responses={200: KeyList})
def list_keys() -> flask.Response:
    """All keys, without the keys themselves."""
    return json_response(KeyList, {"keys": [asdict(key) for key in services().keys.all()]})


@blueprint.post("/api/keys", responses={201: NewKey})
def create_key(body: KeyBody) -> flask.Response:
    """Create a key; it is shown in this response only."""
    key, record = services().keys.create(body.name, body.role, days=body.days)
    return json_response(NewKey, {**asdict(record), "key": key}, 201)


@blueprint.delete("/api/keys/<int:key_id>", responses={204: None})
def revoke_key(path: KeyPath) -> flask.Response:
    """Revoke a key."""
    services().keys.revoke(path.key_id)
    return flask.Response(status=204)
