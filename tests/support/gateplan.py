"""A plan file that gives the small board of tests/cli gates: two people at the exit of test, anyone before deploy."""

GATES = """
[[stages]]
id = "plan"
name = "Plan"
order = 1
days = 3
[[stages]]
id = "build"
name = "Build"
order = 2
days = 10
[[stages]]
id = "test"
name = "Test"
order = 3
days = 5
exit = ["no open bugs", "load test passed"]
gate = {name = "exit test", approvers = ["ana", "kim"], rule = "all"}
[[stages]]
id = "accept"
name = "Accept"
order = 4
days = 3
[[stages]]
id = "deploy"
name = "Deploy"
order = 5
days = 1
entry = ["roll-back rehearsed"]
gate = {name = "go/no-go", at = "entry"}
"""
