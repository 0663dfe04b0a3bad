"""How a notice is written for programs and chat robots; one module for each, found here.

Each module offers ``ROBOT``; the kind of a channel is its slug.
"""
