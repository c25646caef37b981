"""What the endpoints stand on, made once and kept in the app."""

from dataclasses import dataclass

import flask
import httpx
import redis
from sqlalchemy import Engine

from functions.api.access import Caller
from shared.adapters.api_keys import KeyStore
from shared.adapters.caches import DiskCache, RedisCache
from shared.adapters.event_queue import EventQueue
from shared.adapters.object_store import ObjectStore
from shared.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The stores, the upload function's client, and the settings."""

    settings: Settings
    engine: Engine
    redis: redis.Redis
    queue: EventQueue
    store: ObjectStore
    keys: KeyStore
    upload_client: httpx.Client
    caches: tuple[RedisCache | DiskCache, ...]


_KEY = "invoices.services"


def attach(app: flask.Flask, services: Services) -> None:
    """Give the app its services."""
    app.extensions[_KEY] = services


def services() -> Services:
    """The services of the app that answers this request."""
    found: Services = flask.current_app.extensions[_KEY]
    return found


def caller() -> Caller:
    """Who makes this request; set before any endpoint that is not public runs."""
    known: Caller = flask.g.caller
    return known
