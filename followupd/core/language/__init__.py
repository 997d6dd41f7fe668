"""Days, dates and spans in the words of a language."""
