"""What every code means, and what to do about it."""
