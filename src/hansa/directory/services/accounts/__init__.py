"""Writes of accounts: people and programs let in, given roles, and put out again."""
