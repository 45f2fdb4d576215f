"""Records in the forms of others: tables for spreadsheets, entities for investigators, linked data, annotations."""
