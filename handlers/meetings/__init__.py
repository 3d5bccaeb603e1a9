"""Meetings, from the notice to the conclusions: one module a step, read in the order of a meeting's life."""
