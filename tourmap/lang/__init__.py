"""Languages of names and texts: which one was asked for, which one was given, how text is searched."""
