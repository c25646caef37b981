"""The client for programs that wait for several things at once. The synchronous one is generated from it."""
