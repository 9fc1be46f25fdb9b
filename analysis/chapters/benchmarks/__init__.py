"""What the chapters on the benchmarks show."""
