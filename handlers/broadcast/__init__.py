"""A notice to many: written, looked at, sent, followed, corrected, taken back."""
