"""Release: version, manifest, card and folder; publishing and verifying."""
