"""What goes up to a parent body: the link between the two, and the compiled report that becomes a unit's answer."""
