"""When: durations, windows, zones, holidays, due times."""
