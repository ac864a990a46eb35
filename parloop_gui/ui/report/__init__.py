"""A comparison as a page: charts, tables, how it was measured, the code, and the document itself. No Qt."""
