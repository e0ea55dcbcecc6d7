"""What became of the map in the course of time: told, undone, looked at as it was, and counted."""
