"""From words to values: amounts of money in units, dates no more precise than the text. Pure functions."""
