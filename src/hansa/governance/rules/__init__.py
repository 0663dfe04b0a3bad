"""Pure rules of governance: whose turn it is, and what the calendar asks for."""
