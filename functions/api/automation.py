"""Whether and when invoices are confirmed automatically: for admins."""

from dataclasses import asdict
from typing import Any

import flask
from sqlalchemy import select

from functions.api.blueprints import Resource
from functions.api.cursors import listing, with_link
from functions.api.models.automation import (
    AutomationBody,
    AutomationSettings,
    SellerSwitch,
    SellerSwitchBody,
    SellerSwitches,
    SwitchesQuery,
)
from functions.api.models.sellers import SellerPath
from functions.api.orders import Order
from functions.api.pages import read_page
from functions.api.queries import LARGEST_ID
from functions.api.responses import json_response
from functions.api.services import caller, services
from shared.adapters import automation as stored
from shared.adapters.database import transaction
from shared.adapters.seller_changes import SellerNotFoundError
from shared.adapters.tables import automation_sellers, sellers

blueprint = Resource("automation", __name__, tag="automation")


@blueprint.get("/api/automation", responses={200: AutomationSettings})
def get_automation() -> flask.Response:
    """When invoices are confirmed automatically; by default never."""
    return json_response(AutomationSettings, _shown(_settings().policy()))


@blueprint.put("/api/automation", responses={200: AutomationSettings})
def set_automation(body: AutomationBody) -> flask.Response:
    """Decide when invoices are confirmed automatically. `enabled: false` ends it everywhere: once this has answered,
    nothing is confirmed automatically any more."""
    return json_response(AutomationSettings, _shown(_settings().set_policy(body, actor=caller().name)))


@blueprint.get("/api/automation/sellers", responses={200: SellerSwitches})
def list_seller_switches(query: SwitchesQuery) -> flask.Response:
    """The sellers that are switched on or off by themselves."""
    order = Order((automation_sellers.c.seller_id,), descending=True)
    columns = (automation_sellers.c[name] for name in ("enabled", "updated_at", "updated_by"))
    switches = select(*order.columns, *columns, sellers.c.name).join_from(automation_sellers, sellers)
    with transaction(services().engine) as connection:
        page = read_page(connection, listing("seller switches", query), order, switches)
    return with_link(json_response(SellerSwitches, {"sellers": page.rows, "next": page.next}), page.next)


@blueprint.put("/api/automation/sellers/<int:seller_id>", responses={200: SellerSwitch})
def switch_seller(path: SellerPath, body: SellerSwitchBody) -> flask.Response:
    """Switch a seller on or off by itself, or let it follow the settings again."""
    known = 0 < path.seller_id <= LARGEST_ID
    switch = _settings().set_seller(path.seller_id, body.enabled, actor=caller().name) if known else None
    if switch is None:
        raise SellerNotFoundError
    return json_response(SellerSwitch, asdict(switch))


def _settings() -> stored.AutomationSettings:
    return stored.AutomationSettings(engine=services().engine)


def _shown(settings: stored.StoredPolicy) -> dict[str, Any]:
    return {**settings.policy.model_dump(), "updated_at": settings.updated_at, "updated_by": settings.updated_by}
