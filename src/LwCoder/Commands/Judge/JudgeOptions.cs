namespace LwCoder.Commands.Judge;

/// <param name="Plan">A file, a plan's id, or a file name in tasks.</param>
/// <param name="Threshold">0 to 1; null: no score is too low.</param>
internal sealed record JudgeOptions(string Plan, string? JudgeModel, int Repeat, bool Force, double? Threshold, bool Json);
