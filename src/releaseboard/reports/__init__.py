"""Floor 3: texts made from view-models."""
