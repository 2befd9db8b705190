"""Test sets → the product's own scoreboard."""
