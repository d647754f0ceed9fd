"""Task types, one file each: columns, text fields, closure, statistics, mteb's names."""
