"""Pure rules of casework: how a case stands, who may do what, what a charter changes."""
