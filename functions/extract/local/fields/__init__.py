"""One module for each field, or for the few that belong together: its candidates with their features."""
