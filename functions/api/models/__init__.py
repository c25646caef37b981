"""The API's requests and responses, by its areas; the OpenAPI document is generated from these."""
