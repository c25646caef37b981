"""E-mails, archives and signed files: what is in them, taken out by a sandboxed child (`process`)."""
