"""The report on a diagnosis: as PDF, picture, Markdown, table and JSON, the same bytes for the same facts."""
