using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>What an optimizer improves: texts that can be run on examples and scored. Safe for parallel use.</summary>
public interface IPromptTask
{
    /// <summary>What is there today. Every candidate has its components, and is measured against it.</summary>
    Candidate Baseline { get; }

    /// <summary>Runs a candidate on one example and scores what came out. A failure of the candidate is a score.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="example">The example.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="Models.ModelException">What would fail every rollout: a wrong key, no such model.</exception>
    /// <exception cref="Budgets.BudgetException">The money is spent.</exception>
    Task<Rollout> RunAsync(Candidate candidate, Example example, CancellationToken cancel);

    /// <summary>Whether a labelled example can be shown with a component as it stands. Most texts show none.</summary>
    bool CanShow(string component, Example example) => false;

    /// <summary>
    /// What a model that writes a new text for a component has to know beside the old one: what it is for, what it is given,
    /// what must stay in it.
    /// </summary>
    string Describe(string component) => "";

    /// <summary>What forbids running a proposed text at all, whatever its score would be; null: nothing.</summary>
    /// <param name="component">Whose text it is to be.</param>
    /// <param name="text">The proposal; never longer than <see cref="OptimizerOptions.Limit"/>.</param>
    /// <param name="shown">What the proposing model was shown beside it; nothing of it belongs into a text word for word.</param>
    string? Refuse(string component, string text, string shown) => null;
}
