"""The components of the queue: what a browser draws (the files without a build step) and what it is sent."""
