"""What can be done to a map, and what is different afterwards."""
