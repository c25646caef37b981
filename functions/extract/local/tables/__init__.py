"""Tables of invoice lines: rules for headings, rows and their ends."""
