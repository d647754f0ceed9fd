"""Text: normal forms, matching keys, sentences, protected spans, letters, numbers, languages."""
