"""Pictures: each takes one figure and computes nothing but where things stand on the paper."""
