"""The Brief → demand levels, scored styles, vetoes, options and a recommendation; what would change it."""
