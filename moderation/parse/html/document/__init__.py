"""A saved page as a tree: elements, their text and lines, what is asked of them, and the words of its furniture."""
