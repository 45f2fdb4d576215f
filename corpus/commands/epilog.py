"""What every command's help ends with."""

EPILOG = "Exit status: 0 done, 1 some inputs failed (each is named on standard error), 2 wrong use."
