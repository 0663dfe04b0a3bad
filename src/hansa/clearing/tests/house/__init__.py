"""Tests of the clearing house at work: windows, batches, ledger and rights."""
