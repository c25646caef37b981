"""An MCP server (Model Context Protocol): what an assistant may do with the invoices, over stdio or streamable HTTP."""
