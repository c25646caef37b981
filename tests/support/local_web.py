"""The local stack's web server with other limits for clients: `python -m tests.support.local_web PORT LIMITS`."""

import json
import sys

from infra.local.web import serve
from infra.web_rules import ClientLimits

if __name__ == "__main__":
    serve(int(sys.argv[1]), ClientLimits(**json.loads(sys.argv[2])))
