# Stands in for python:3.11-slim-bookworm: Debian's own Python 3.11.
FROM invoices-stand-in/debian
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 python3-pip python3-venv \
 && rm -rf /var/lib/apt/lists/* \
 && ln -s python3 /usr/bin/python
