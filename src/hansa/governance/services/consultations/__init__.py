"""Services of public consultation: drafts, comments, replies, results."""
