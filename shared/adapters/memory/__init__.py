"""The ports of `shared.pipeline` in memory: for fast tests, and for trying things without servers.

They keep the contract of the real adapters (conditions, tokens, order, time) with an injected clock; the same tests
check both (`tests/contract`). State is neither shared between processes nor persisted.
"""
