"""An audit for other readers: people in a meeting, spreadsheets, pipelines, code scanners."""
