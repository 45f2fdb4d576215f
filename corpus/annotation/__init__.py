"""Human labels on documents that bantin may not copy: read, checked and kept as stand-off."""
