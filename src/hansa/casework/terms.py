"""The vocabulary of casework."""
