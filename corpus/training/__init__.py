"""Makes the models that extraction ships with, from the stand-off labels and running text."""
