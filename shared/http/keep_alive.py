"""How long our own HTTP clients keep idle connections.

Less than any server keeps them: a client that sends on a connection that the server is just closing gets a reset, and
does not know whether its request was worked on.
"""

IDLE_SECONDS = 30
"""The functions' servers keep theirs for KEEP_ALIVE_SECONDS, 90 by default and 40 at least."""
