"""The vocabulary of casework: types as the charter states them, and cases."""
