"""Long campaigns and measurements; short forms of them are in the tests."""
