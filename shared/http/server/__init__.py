"""The HTTP server of every function: the Functions Framework's app, served so that no slow client holds a thread.

The Functions Framework makes the WSGI app (`functions_framework.create_app`, its public door); uvicorn keeps the
connections, on an event loop. Between them:

- `connections`: deadlines for headers and for reading clients, and room for new connections.
- `bodies`: the body is received, with a least rate, before a thread is asked for.
- `threads`: short requests and probes do not wait for long ones.
- `bridge`: one request: admission, body, app, response chunk by chunk.

`python -m shared.http.server` starts it; see `__main__`.
"""
