"""The clearing by Hansa and by what one would write instead."""
