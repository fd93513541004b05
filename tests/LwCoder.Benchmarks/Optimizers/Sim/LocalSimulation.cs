using LwCoder.Prompting.Optimizers;
using Microsoft.Extensions.AI;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>A world in this process.</summary>
internal sealed class LocalSimulation(string worldId) : ISimulation
{
    private readonly SimWorld _world = new(worldId);

    public string Seed => "You code cases. Read the case and reply with the four-character code only.";

    public IReadOnlyList<SimCase> Train => _world.Train;

    public IReadOnlyList<SimCase> Validation => _world.Validation;

    public IChatClient TaskModel => field ??= new SimModel(_world, SimRole.Task);

    public IChatClient ReflectionModel => field ??= new SimModel(_world, SimRole.Reflect);

    public IChatClient ProposalModel => field ??= new SimModel(_world, SimRole.Propose);

    public Task<SimOracle> JudgeAsync(Candidate candidate) => Task.FromResult(new SimOracle(
        Mean(candidate, _world.Train), Mean(candidate, _world.Validation), Mean(candidate, _world.Test)));

    public Task<int?> CountTaskCallsAsync() => Task.FromResult<int?>(null);

    public void Dispose()
    {
    }

    private double Mean(Candidate candidate, IReadOnlyList<SimCase> cases) => cases.Average(one =>
        candidate.Components.Count == 1
            ? _world.Expected(candidate.Components[0].Text, one.Id, shown: Shown(candidate.Components[0]))
            : candidate.Components.Aggregate(
                1.0, (all, part) => all * _world.Expected(part.Text, one.Id, part.Name, Shown(part))));

    private List<string> Shown(Component part) => [.. part.Demos.Take(8)
        .Select(demo => _world.Train.FirstOrDefault(one =>
            demo.Inputs.String("input").Contains(one.Id, StringComparison.Ordinal)
                && demo.Outputs.String("answer") == one.Answer))
        .OfType<SimCase>().Select(one => one.Id)];
}
