"""Labelled documents to train on, made from a seed: `python -m tests.evaluation.training_data OUT [--seed 1]`.

`values.py` invents an invoice, `heads.py` and `tables.py` lay it out, `printing.py` writes the PDF, `truth.py` says
what is printed there. The documents stay outside the repository.
"""
