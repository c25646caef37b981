"""Confirmed invoices as bookings for DATEV: an EXTF Buchungsstapel for each fiscal year, and the documents.

Source of all rules: DATEV's developer portal, "DATEV-Format" (developer.datev.de, file format: getting started, header,
booking batch; header version 700, format version 13) and its sample EXTF_Buchungsstapel.csv.
"""
