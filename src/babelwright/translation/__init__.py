"""Translation: engines behind one protocol, and the store that remembers what they said."""
