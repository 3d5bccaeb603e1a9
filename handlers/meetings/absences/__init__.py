"""Who cannot come: telling it, consent, who stands in."""
