"""Start-up of every process."""

from shared.adapters.sandbox import hide_memory
from shared.adapters.span_export import export_spans
from shared.http.signing import check_secret
from shared.logs import configure_logging
from shared.settings import Settings, load_settings


def start_process(service: str) -> Settings:
    """Configure logs and spans under the service's name, hide the process's memory, and return the settings.

    Raises the errors of `load_settings` and `check_secret`: a misconfigured process does not start.
    """
    settings = load_settings()
    configure_logging(service, settings.log_level)
    export_spans(service, settings)
    check_secret(settings.secret_key.get_secret_value())
    hide_memory(debug=settings.flask_debug)
    return settings
