"""Quantities → quantities: capacity, service levels, recovery, cost, effort and risk (F01–F32). Pure functions."""
