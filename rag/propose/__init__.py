"""Brief, decision, facts and library → the proposal: sections of typed claims, each checked by the gate and the lint."""
