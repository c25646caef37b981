"""What memory brings, on labelled documents: `python -m tests.evaluation DATA --memory`.

Documents come one after the other, in seeded orders. Each is extracted with what was confirmed before it, corrected to
its truth as a person would do it in the app, and confirmed. `correcting` is the person, `orders` the sequence, `report`
the figures; sellers and lessons are kept in memory by the rules of the database (`shared.adapters.memory.sellers`).
"""
