"""SQL over records: tables of bulletins, entities, officials and events, asked with DuckDB, read-only and shut off."""
