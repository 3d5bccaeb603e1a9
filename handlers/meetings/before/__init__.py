"""What the clock does before a meeting, and the list of what is coming."""
