"""Tests of experts and research."""
