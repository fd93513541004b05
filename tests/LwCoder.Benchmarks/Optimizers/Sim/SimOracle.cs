namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>The expected accuracy of a candidate on each part of the data.</summary>
internal sealed record SimOracle(double Train, double Val, double Test);
