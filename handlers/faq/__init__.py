"""Questions and answers that the secretary keeps, and telephone numbers that help."""
