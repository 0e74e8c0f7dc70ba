"""A Lambda runtime interface client for Python 3.9 and later. Boot time counts: import little, and late."""
