"""What is printed on the pages, each kind found once a document: frozen, hashable places with their values."""
