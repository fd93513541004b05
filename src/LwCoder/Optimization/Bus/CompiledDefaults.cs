using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Optimization.Classifier;

namespace LwCoder.Optimization.Bus;

/// <summary>What is used where nothing compiled is active.</summary>
internal static class CompiledDefaults
{
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
        return promptId == ClassifierSignature.PromptId ? ClassifierSignature.Value.Instructions : null;
    }
}
