"""Pages of the clearing house: windows, batches, statements, rules, participants."""
