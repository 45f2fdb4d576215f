"""The verbs of the command line, one a module: each reads options, calls the library, prints, and sets the exit status.

`VERBS` says what there is. A verb's module is imported only when it is asked for, and imports the library inside its
function, so that `bantin --help` and the commands that need no language processing start at once.
"""

VERBS = {
    "extract": "Extract records from bulletins.",
    "fetch": "Fetch the bulletins of sources and addresses.",
    "sources": "List, show and check the sources.",
    "evaluate": "Score records against gold files of your own.",
    "load": "Load records into a database (SQLite, PostgreSQL).",
    "correct": "Correct a field of a bulletin in a database.",
    "withdraw": "Withdraw a bulletin from a database.",
    "records": "Print the records of a database, corrected, as JSON Lines.",
    "changes": "Print what people corrected and withdrew in a database.",
    "index": "Make a corpus folder of records, to query and search at once.",
    "query": "Ask records with SQL.",
    "search": "Search records for words.",
    "duplicates": "Find bulletins that several portals printed.",
    "export": "Write records as CSV, Parquet, XLSX, FollowTheMoney, JSON-LD or annotations.",
    "schema": "Print the JSON Schema of a record (or of an input bulletin).",
}
