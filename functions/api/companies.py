"""Own companies: the expected buyers of invoices. Everybody sees them, admins change them."""

from dataclasses import asdict

import flask

from functions.api.blueprints import Resource
from functions.api.models.companies import Company, CompanyBody, CompanyChange, CompanyList, CompanyPath
from functions.api.responses import json_response
from functions.api.services import services
from shared.adapters.companies import CompanyRegister

blueprint = Resource("companies", __name__, tag="companies")


@blueprint.get("/api/companies", responses={200: CompanyList})
def list_companies() -> flask.Response:
    """All own companies, by name. While there are none, buyers are not checked."""
    return json_response(CompanyList, {"companies": [asdict(company) for company in _register().all()]})


@blueprint.post("/api/companies", responses={201: Company})
def add_company(body: CompanyBody) -> flask.Response:
    """Add an own company."""
    return json_response(Company, asdict(_register().add(body.model_dump())), 201)


@blueprint.get("/api/companies/<int:company_id>", responses={200: Company})
def get_company(path: CompanyPath) -> flask.Response:
    """One own company."""
    return json_response(Company, asdict(_register().get(path.company_id)))


@blueprint.patch("/api/companies/<int:company_id>", responses={200: Company})
def change_company(path: CompanyPath, body: CompanyChange) -> flask.Response:
    """Change the given fields; the others keep their values."""
    values = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    return json_response(Company, asdict(_register().change(path.company_id, values)))


@blueprint.delete("/api/companies/<int:company_id>", responses={204: None})
def remove_company(path: CompanyPath) -> flask.Response:
    """Delete an own company."""
    _register().remove(path.company_id)
    return flask.Response(status=204)


def _register() -> CompanyRegister:
    return CompanyRegister(engine=services().engine)
