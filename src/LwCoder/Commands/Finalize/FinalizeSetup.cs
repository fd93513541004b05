using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Runs;

namespace LwCoder.Commands.Finalize;

/// <summary>Everything that is settled before the work is looked at.</summary>
/// <param name="Message">Of the commit that is made, if one is needed.</param>
/// <param name="Checks">None with `--no-checks`.</param>
internal sealed record FinalizeContext(
    RepositoryFacts Repository, Settings Settings, Plan Plan, string WorkingDirectory, string Merge, string Message,
    IReadOnlyList<string> Checks)
{
    public RunCatalog Runs => RunCatalog.In(StateFolder.Of(Repository.Root));
}

/// <summary>Reads repository, settings and plan, and asks for trust where the repository's checks need it.</summary>
internal sealed class FinalizeSetup(
    RepositoryReader repositories, HomeLayout home, IReadOnlyDictionary<string, string> environment, TrustGate trust)
{
    public async Task<FinalizeContext> ReadAsync(FinalizeOptions options, string workingDirectory, CancellationToken cancel)
    {
        var facts = await repositories.ReadAsync(workingDirectory, cancel);
        var settings = new SettingsReader(home, environment).Read(facts.Root, [(FinalizeSettings.Merge, options.Merge)]);
        if (!options.NoChecks)
        {
            trust.Require(facts.Root, settings.RisksIn(FinalizeSettings.Table), options.Trust);
        }
        var plans = PlanCatalog.In(StateFolder.Of(facts.Root));
        var plan = PlanFile.Read(plans.Resolve(options.Plan, workingDirectory), workingDirectory).Plan;
        plans.RequireUnique(plan, workingDirectory);
        return new FinalizeContext(
            facts, settings, plan, workingDirectory, settings.Get(FinalizeSettings.Merge),
            options.Message is { } given ? given.TrimEnd() + "\n" : PlanMessage.From(plan),
            options.NoChecks ? [] : settings.Get(FinalizeSettings.Checks));
    }
}
