"""What a receipt printer is made of: the text of a document, and the printer with its thread."""
