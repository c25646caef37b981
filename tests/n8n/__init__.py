"""The n8n node in a real n8n, from npm, against the whole stack: `make test-n8n`."""
