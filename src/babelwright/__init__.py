"""babelwright builds, checks and publishes multilingual embedding benchmarks."""

__version__ = "0.1.0"
