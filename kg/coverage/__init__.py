"""How much of an article the quotes of the data cover, and what in it no statement uses yet."""
