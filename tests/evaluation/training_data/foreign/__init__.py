"""Layouts that nobody here wrote: renderers from PyPI and npm print the same invented invoices.

They are installed into an environment of their own under the output folder, never into the project's, and run without a
network. `registry.py` says what each of them can print and shows; `runners/` has the few lines that call each one.
"""
