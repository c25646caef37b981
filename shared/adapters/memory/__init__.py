"""The ports of `shared.pipeline` in memory: for tests of a moment, and for trying things without servers.

They keep what the real ones promise (conditions, tokens, order, time) by a clock that is given to them, and the same
tests hold both (`tests/contract`). They are not shared between processes and forget when theirs ends.
"""
