"""The verbs of the command line, one a module: each reads options, calls the library, prints, and sets the exit status.

`VERBS` says what there is. A verb's module is imported only when it is asked for, and imports the library inside its
function, so that `bantin --help` and the commands that need no language processing start at once.
"""

VERBS = {
    "extract": "Extract records from bulletins.",
    "evaluate": "Score records against gold files of your own.",
    "schema": "Print the JSON Schema of a record (or of an input bulletin).",
}
