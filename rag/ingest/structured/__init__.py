"""The text of a file that machines read → its elements, each with its own lines. One module a family of formats."""
