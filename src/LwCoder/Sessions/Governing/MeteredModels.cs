using System.Runtime.CompilerServices;
using LwCoder.Configuration;
using LwCoder.Models;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Models;
using LwCoder.Runs;
using Microsoft.Extensions.AI;

namespace LwCoder.Sessions.Governing;

/// <summary>Models whose answers are paid from a run's budget: what lw_coder asks about a run, its judges above all.</summary>
internal sealed class MeteredModels(ILanguageModels models, RunBudget budget) : ILanguageModels
{
    public bool IsConfigured => models.IsConfigured;

    public IReadOnlyList<string> Warnings => models.Warnings;

    /// <summary>
    /// For what is asked after the newest run of a plan: what is left of its budget, and of all when there is no run.
    /// </summary>
    public static MeteredModels AfterRun(
        ILanguageModels models, Settings settings, RunCatalog runs, string planId, TimeProvider time)
    {
        var budget = new RunBudget(RunLimits.From(settings), time);
        var newest = runs.NewestOf(planId);
        var sessions = runs.List(planId).ToDictionary(run => run.Id.ToString(), run => run.SessionFile, StringComparer.Ordinal);
        foreach (var run in newest is null ? [] : RunChain.Of(runs, newest))
        {
            var hasEvents = sessions.TryGetValue(run.RunId, out var events) && File.Exists(events);
            budget.Charge(run, hasEvents ? StepCounter.Count(SessionLog.Read(events!)) : 0);
        }
        return new MeteredModels(models, budget);
    }

    public IChatClient Open(string? model = null) => new Metered(models.Open(model), budget);

    private sealed class Metered(IChatClient inner, RunBudget budget) : DelegatingChatClient(inner)
    {
        /// <exception cref="BudgetException">A limit of the run is passed.</exception>
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Require();
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            budget.Charge(Usage.Of(response));
            return response;
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            {
                yield return update;
            }
        }

        private void Require()
        {
            if (budget.Broken is { } broken)
            {
                throw new BudgetException($"The run's budget is used up: {broken.Text} ({broken.Setting} of [governor]).");
            }
        }
    }
}
