"""The steps by which a database becomes what this bantin reads and writes; each is frozen once released."""

NEWEST = "0004"
