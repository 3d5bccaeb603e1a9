"""Opinions and votes in writing instead of a meeting (ledger R11-R14)."""
