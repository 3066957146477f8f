"""What can be taken away: a report, a workbook and a script, all of the same figures."""
