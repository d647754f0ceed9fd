"""Audits a translated benchmark beside its source, ours or anyone's."""
