"""A called meeting is moved, changed or cancelled, and everybody hears exactly what."""
