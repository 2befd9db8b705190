"""Talking with the people of the company: the interview's questions and answers, and the conversation around them."""
