"""Generates the samples, their truth files, and the bad files: `python -m samples.make`."""
