"""From a Vietnamese bulletin to a checked record. `extract_text` and `extract_file` are the whole API."""
