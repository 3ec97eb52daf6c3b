"""The acts of the front door and of a child's case: each is one function that pages, the API,
jobs and the demo all call."""
