"""Comments in from other systems, and in and out as our own JSON.

A module for each format (disqus, wordpress, isso, native) reads a file into rows (incoming.py);
storing.py brings them in, all or none, and says what it left out.
"""
