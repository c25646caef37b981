"""E-invoices: XML is parsed, never guessed. The one door is `functions.extract.einvoice.parsing.parse_einvoice`."""
