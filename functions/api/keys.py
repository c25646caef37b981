"""API keys: create, list and revoke; for admins."""

from dataclasses import asdict
from typing import Any

import flask

from functions.api.blueprints import Resource
from functions.api.models.base import Error
from functions.api.models.keys import KeyBody, KeyList, KeyPath, NewKey, RevokeQuery
from functions.api.responses import json_response
from functions.api.services import caller, services
from shared.adapters.api_keys import ApiKey
from shared.errors import AppError, ErrorCode

blueprint = Resource("keys", __name__, tag="keys")


class OwnKeyError(AppError):
    """The key of this call would be revoked, and the caller did not say so."""

    code = ErrorCode.OWN_KEY
    status = 409
    message = "This is the key of this very call; revoking it ends your access. To do it all the same: own=true."


@blueprint.get("/api/keys", responses={200: KeyList})
def list_keys() -> flask.Response:
    """All keys, without the keys themselves."""
    return json_response(KeyList, {"keys": [_shown(key) for key in services().keys.all()]})


@blueprint.post("/api/keys", responses={201: NewKey})
def create_key(body: KeyBody) -> flask.Response:
    """Create a key; it is shown in this response only."""
    key, record = services().keys.create(body.name, body.role, days=body.days)
    return json_response(NewKey, {**_shown(record), "key": key}, 201)


@blueprint.delete("/api/keys/<int:key_id>", responses={204: None, 409: Error})
def revoke_key(path: KeyPath, query: RevokeQuery) -> flask.Response:
    """Revoke a key. The caller's own is refused without `own=true`."""
    if _is_own(path.key_id) and not query.own:
        raise OwnKeyError
    services().keys.revoke(path.key_id)
    return flask.Response(status=204)


def _shown(key: ApiKey) -> dict[str, Any]:
    return {**asdict(key), "own": _is_own(key.id)}


def _is_own(key_id: int) -> bool:
    return caller().key_id == key_id
