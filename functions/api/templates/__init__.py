"""Export templates: strangers' programs in Jinja's sandbox, filled in by a child process that can be killed."""
