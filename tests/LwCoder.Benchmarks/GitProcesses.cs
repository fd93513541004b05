using LwCoder.Benchmarks.Measuring;
using LwCoder.Benchmarks.Subjects;

namespace LwCoder.Benchmarks;

/// <summary>How many git processes `code` starts before the agent's sandbox is made ready.</summary>
internal static class GitProcesses
{
    private const int Goal = 6;
    private const string PlanId = "count-git";

    public static async Task<int> RunAsync()
    {
        using var scratch = new ScratchFolder();
        var repository = await PlanRepository.CreateAsync(scratch, "repo");
        repository.WritePlan(PlanId);
        var report = new Report();
        report.AddCount("git processes of a first start", await CountAsync(repository), Goal);
        report.AddCount("git processes with the plan's worktree", await CountAsync(repository), Goal);
        report.Write(Console.Out);
        return 0;
    }

    private static async Task<int> CountAsync(PlanRepository repository)
    {
        using var services = new CountingServices(repository);
        await Cli.RunAsync(["code", PlanId], services);
        return services.GitAtSandbox
            ?? throw new InvalidOperationException($"code did not get as far as the sandbox: {services.Error}");
    }
}
