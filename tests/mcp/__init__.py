"""`parloop mcp`."""
