"""Acts. A decision from core, a text from templates, a row in the store, a word with a server: here they meet."""
