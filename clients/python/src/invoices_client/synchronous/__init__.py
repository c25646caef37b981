"""The client for programs that do one thing after another. Its modules are generated from the asynchronous ones."""
