"""The council view: a process that reads release folders only."""
