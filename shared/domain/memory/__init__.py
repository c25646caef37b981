"""What confirmed invoices of a seller teach about its next ones. Pure: no store, no document bytes.

`sketch`: the words of a document that values are found by; `anchor`: where a value stands among them; `lesson`: what
one confirmed invoice teaches; `seller_memory`: the lessons of a seller, and the marks that it is recognised by.
"""
