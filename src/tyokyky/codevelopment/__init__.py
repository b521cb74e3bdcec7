"""What teams make together, kept act by act."""
