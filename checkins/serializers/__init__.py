"""Shapes of check-ins on the wire: what is asked (`requests`), what is answered (`answers`)."""
