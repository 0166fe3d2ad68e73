"""Faces: the terminal and files to take away. They show and compute nothing."""
