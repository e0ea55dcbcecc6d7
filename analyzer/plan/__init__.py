"""The map as people write it: each node with everything that it declares."""
