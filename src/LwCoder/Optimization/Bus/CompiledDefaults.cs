using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Optimization.Classifier;
using LwCoder.Optimization.Decomposition;

namespace LwCoder.Optimization.Bus;

/// <summary>What is used where nothing compiled is active.</summary>
internal static class CompiledDefaults
{
    /// <summary>What lw_coder asks the store for, beside recovery prompts for single agents.</summary>
    public static IEnumerable<string> PromptIds =>
        [.. FailureCategories.OfModel.Select(RecoverySignatures.PromptId), ClassifierSignature.PromptId, Decompositions.PromptId];

    /// <returns>Null for an id that lw_coder does not ask for.</returns>
    public static string? TextOf(string promptId)
    {
        foreach (var category in FailureCategories.OfModel)
        {
            var id = RecoverySignatures.PromptId(category);
            if (promptId == id || promptId.StartsWith(id + ":", StringComparison.Ordinal))
            {
                return RecoveryTemplate.For(category).Text;
            }
        }
        return promptId switch
        {
            ClassifierSignature.PromptId => ClassifierSignature.Value.Instructions,
            Decompositions.PromptId => Decompositions.Signature.Instructions,
            _ => null,
        };
    }
}
