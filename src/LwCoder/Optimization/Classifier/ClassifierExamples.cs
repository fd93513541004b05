using LwCoder.Diagnosis;
using LwCoder.Optimization.Examples;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Optimization.Classifier;

/// <summary>
/// Sessions with a checked diagnosis, as a classifier sees them: what they did and said, and nothing of how they ended.
/// </summary>
internal static class ClassifierExamples
{
    public const string Category = "category";

    public static IReadOnlyList<Example> Of(
        IEnumerable<SessionExample> sessions, IReadOnlyDictionary<string, FailureCategory> gold) =>
        [.. sessions.Where(session => gold.ContainsKey(session.Id)).Select(session => new Example(
            ClassifierSignature.Inputs(session.Patterns, session.LastMessages, session.Facts.KilledBy ?? "none"),
            FieldValues.Of((Category, gold[session.Id].Name())),
            session.Id))];
}
