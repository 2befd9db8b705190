"""A question and passages → extracts, or streamed prose, in which every sentence is grounded; or "not in your documents"."""
