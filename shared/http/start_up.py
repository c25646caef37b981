"""What every process of this system does before it serves."""

from shared.adapters.sandbox import hide_memory
from shared.adapters.span_export import export_spans
from shared.http.signing import check_secret
from shared.logs import configure_logging
from shared.settings import Settings, load_settings


def start_process(service: str) -> Settings:
    """The settings, with logs and spans told under the service's name and its memory hidden from other processes.

    Raises what `load_settings` and `check_secret` do: a process that is set up wrongly does not serve.
    """
    settings = load_settings()
    configure_logging(service, settings.log_level)
    export_spans(service, settings)
    check_secret(settings.secret_key.get_secret_value())
    hide_memory(debug=settings.flask_debug)
    return settings
