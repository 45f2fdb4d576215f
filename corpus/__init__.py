"""What happens to records after extraction, and the labels that extraction learns from."""
