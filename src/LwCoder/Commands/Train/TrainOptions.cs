using LwCoder.Training.Reading;

namespace LwCoder.Commands.Train;

/// <param name="Variant">The prompt set; null: the model's, or sonnet's.</param>
/// <param name="Model">That writes: an alias of `[models]`, or as the provider calls it.</param>
internal sealed record TrainOptions(
    string? Variant, int BatchSize, int MaxSubagents, string Model, string Tool, SampleChoice Select, int Seed, bool Json);
