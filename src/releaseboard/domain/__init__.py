"""Floor 1: data, rules and changes. No I/O, no clock, no chance, no printing: time, chance and person are arguments."""
