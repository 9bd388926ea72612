"""The HTTP service over muninet."""
