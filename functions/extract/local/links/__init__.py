"""Which label belongs to which mention, with their relation and distance."""
