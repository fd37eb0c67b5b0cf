"""The peer: the list of places as REST framework's tutorial writes it, on the same store."""
