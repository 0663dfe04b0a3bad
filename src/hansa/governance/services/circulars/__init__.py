"""Acts on circulars: drafting, freezing, sending, acknowledging, correcting."""
