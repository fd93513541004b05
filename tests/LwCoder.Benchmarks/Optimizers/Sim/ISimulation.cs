using LwCoder.Prompting.Optimizers;
using Microsoft.Extensions.AI;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>One world with its models, on a server or in this process.</summary>
internal interface ISimulation : IDisposable
{
    string Seed { get; }

    IReadOnlyList<SimCase> Train { get; }

    IReadOnlyList<SimCase> Validation { get; }

    IChatClient TaskModel { get; }

    IChatClient ReflectionModel { get; }

    IChatClient ProposalModel { get; }

    /// <summary>The expected accuracy on train, val and test, free of noise: for judging, never for optimizing.</summary>
    Task<SimOracle> JudgeAsync(Candidate candidate);

    /// <summary>Calls of the task model that the server counted; null without a server.</summary>
    Task<int?> CountTaskCallsAsync();
}
