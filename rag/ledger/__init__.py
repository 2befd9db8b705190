"""Facts and what people decide about them: find, confirm, edit, waive, reject, add what was missed, settle contradictions."""
