"""The product's features, one module each: which command, tap, tick and file leads to which story."""
