"""`python -m invoices_client.cli`."""

from invoices_client.cli import main

main()
