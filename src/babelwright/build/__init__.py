"""Build: source rows in, finished canonical tables out, resumable at any moment."""
