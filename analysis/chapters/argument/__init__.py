"""What the chapters on the argument around the benchmarks show."""
