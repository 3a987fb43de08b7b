"""Customer displays: two rows of twenty letters that show what is sold, and cost the sale nothing."""
