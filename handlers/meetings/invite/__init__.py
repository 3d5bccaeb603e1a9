"""The invitation as those invited see it, members and guests, and their answer."""
