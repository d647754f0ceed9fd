"""The selftest: defects planted in good pairs, what the checks see of them, and the floors."""
