"""Facts out of a CRM export: a file read for this visit, what it says, and each fact accepted or not."""
