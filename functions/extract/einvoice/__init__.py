"""E-invoices, parsed from their XML. The one entry point is `functions.extract.einvoice.parsing.parse_einvoice`."""
