"""The workbook in which offices keep and bring the directory."""
