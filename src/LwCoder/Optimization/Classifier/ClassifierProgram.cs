using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Programs;

namespace LwCoder.Optimization.Classifier;

/// <summary>A classifier as it is stored: instruction and demos, for whichever model it was compiled with.</summary>
internal static class ClassifierProgram
{
    /// <summary>The fact that names the model; absent: the configured one.</summary>
    public const string Model = "model";

    public static string Write(ModuleTask task, Candidate candidate, string? model, DateTimeOffset at) => PromptProgram.From(
        task.Apply(candidate), ClassifierSignature.Name,
        new Provenance(at, model is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [Model] = model }))
        .ToJson();

    /// <summary>Whether two say the same, whenever they were written.</summary>
    public static bool IsSame(string? one, string? other) => Timeless(one) == Timeless(other);

    private static string? Timeless(string? json) => json is not null
        && PromptProgram.FromJson(json) is var program
            ? (program with { Provenance = program.Provenance with { CreatedAt = DateTimeOffset.UnixEpoch } }).ToJson()
            : null;
}
