"""The app of the api function with its stores: loaded behind the start (`main`)."""

import httpx

from functions.api.app import create_app
from functions.api.services import make_services
from shared.adapters.database import shared_engine
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.http.keep_alive import IDLE_SECONDS
from shared.settings import load_settings
from shared.waits import UPLOAD_SECONDS

settings = load_settings()
app = create_app(
    make_services(
        settings,
        engine=shared_engine(),
        client=shared_redis(),
        store=shared_object_store(),
        upload_client=httpx.Client(
            verify=settings.upload_url.startswith("https:"),  # else it would read all certificates at the start
            timeout=httpx.Timeout(UPLOAD_SECONDS, connect=5),
            limits=httpx.Limits(max_connections=None, keepalive_expiry=IDLE_SECONDS),  # the shares limit uploads
        ),
    )
)
