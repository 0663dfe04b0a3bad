"""Pages of the clearing house: who sees what, what each act does, both languages."""
