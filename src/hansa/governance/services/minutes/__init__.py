"""Acts on minutes: drafting, rounds of comments, approval, publication, correction."""
