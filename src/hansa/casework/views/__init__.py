"""Pages of casework: the list, one case with its forms, a new one."""
