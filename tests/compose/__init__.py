"""`make test-compose`: the stack in containers, on this machine's Docker engine or one set up for the run."""
