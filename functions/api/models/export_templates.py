"""Export templates."""

from typing import Annotated

from pydantic import ConfigDict, Field

from functions.api.models.base import Model
from functions.api.templates.template_formats import TemplateFormat

NAME = r"^[a-z0-9][a-z0-9-]{0,39}$"
LONGEST_BODY = 100_000


class TemplatePath(Model):
    """A template by its name."""

    name: Annotated[str, Field(pattern=NAME)]
    """The template's name: small letters, digits and hyphens."""


class TemplateBody(Model):
    """What a template writes, and how."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: TemplateFormat
    """What it writes: each value that it prints is escaped for it."""
    body: Annotated[str, Field(min_length=1, max_length=LONGEST_BODY)]
    """The template, in Jinja's language, over `invoices`."""


class TemplateTrial(Model):
    """What a template makes of two made-up invoices."""

    text: str
    """The beginning of the file, as much as a person looks at."""


class ExportTemplate(Model):
    """An export template."""

    name: str
    """Its name."""
    format: TemplateFormat
    """What it writes."""
    body: str
    """The template, in Jinja's language."""
    shipped: bool
    """Always there, and not to be changed."""


class ExportTemplateList(Model):
    """All export templates."""

    templates: list[ExportTemplate]
    """The templates, those that are always there first."""
