"""Floor 3: paths, configuration, the registry of actions, keys, themes."""
