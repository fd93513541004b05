using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Programs;

namespace LwCoder.Optimization.Compiling;

/// <summary>A module as it is stored: instruction and demos, for whichever model it was compiled with.</summary>
internal static class CompiledProgram
{
    /// <summary>The fact that names the model; absent: the configured one.</summary>
    public const string Model = "model";

    public static string Write(ModuleTask task, Candidate candidate, string name, string? model, DateTimeOffset at) =>
        PromptProgram.From(
            task.Apply(candidate), name,
            new Provenance(
                at, model is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [Model] = model }))
            .ToJson();

    /// <summary>Whether two say the same, whenever they were written.</summary>
    public static bool IsSame(string? one, string? other) => Timeless(one) == Timeless(other);

    private static string? Timeless(string? json)
    {
        try
        {
            return json is null ? null : (PromptProgram.FromJson(json) with { Provenance = Always }).ToJson();
        }
        catch (ProgramException)
        {
            // A broken row is the same as nothing but itself.
            return json;
        }
    }

    private static Provenance Always { get; } = new(DateTimeOffset.UnixEpoch, new Dictionary<string, string>());
}
