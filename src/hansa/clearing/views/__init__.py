"""Pages of the clearing house: windows, one window with its batches, statements."""
