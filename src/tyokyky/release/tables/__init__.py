"""The closed list of tables that a release may hold, and their counts from the current mart."""
