namespace LwCoder.Prompting.Modules;

/// <summary>A checked answer as a C# record.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Details">The same answer by field name, and how it came about.</param>
/// <typeparam name="T">The record.</typeparam>
public sealed record Prediction<T>(T Value, Prediction Details);
