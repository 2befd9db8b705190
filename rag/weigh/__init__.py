"""What lies behind the recommendation, and what a person weighs or knows better than the tables."""
