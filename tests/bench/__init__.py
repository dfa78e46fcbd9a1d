"""Speed and size, proven as ratios in one run: `make bench`. Not part of the test run."""
