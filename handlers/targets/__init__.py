"""Targets: the list and one in full, telling values, and taking them from the units' reports."""
