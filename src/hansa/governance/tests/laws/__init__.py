"""Tests of joint legislation."""
