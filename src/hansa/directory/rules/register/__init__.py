"""What a workbook would change in the directory, judged before anything is changed."""
