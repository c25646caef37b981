"""Makes the samples, their truth beside them, and the bad files: `python -m samples.make`."""
