"""What leaves the store: items in their order, searches, threads, counts, figures; nothing here writes."""
