"""What rules of clearing may hold: shapes of participants, windows and versions."""
