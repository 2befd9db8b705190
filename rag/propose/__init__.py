"""Brief, decision, facts and numbers → the proposal: typed claims, coverage, diagrams, lint and status."""
