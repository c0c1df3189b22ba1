"""Floor 3: plan files and tables in and out."""
