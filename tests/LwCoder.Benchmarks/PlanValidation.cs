using LwCoder.Benchmarks.Measuring;
using LwCoder.Benchmarks.Subjects;
using LwCoder.Plans;

namespace LwCoder.Benchmarks;

/// <summary>
/// What validating a plan costs among very many: all others are looked at, since a plan's id must be unique. Measured as
/// a user meets it, with a plan that `code` refuses at the end of its validation, and in this process alone.
/// </summary>
internal static class PlanValidation
{
    private const int Few = 10;
    private const int Many = 10_000;

    /// <summary>A fifth of what the Python tool took on the same kind of machine.</summary>
    private const double Goal = 589.0 / 5;

    public static async Task<int> RunAsync(int rounds)
    {
        using var scratch = new ScratchFolder();
        var lwCoder = await ReleasedTool.InstallAsync(scratch);
        var few = await WithPlansAsync(scratch, Few);
        var many = await WithPlansAsync(scratch, Many);
        var series = await Rounds.MeasureAsync(rounds,
        [
            .. new[] { few, many }.Select(repository => Subject.OfProgram(
                "lw_coder code <plan>", repository.Run(lwCoder, "code", Id(Few / 2), "--sandbox", "host"),
                exitCode: 1, says: "is done")),
            .. new[] { few, many }.Select(repository => Subject.OfCode("the plans' own part, warm", () => Validate(repository))),
        ]);
        var report = new Report();
        foreach (var pair in series.Chunk(2))
        {
            report.Add(pair[0] with { Name = $"{pair[0].Name}, among {Few}" });
            report.Add(pair[1] with { Name = $"{pair[1].Name}, among {Many}" }, pair[0]);
        }
        report.AddLimit($"{series[1].Name}, among {Many}", series[1].Wall, Goal);
        report.Write(Console.Out);
        return 0;
    }

    private static async Task<PlanRepository> WithPlansAsync(ScratchFolder scratch, int count)
    {
        var repository = await PlanRepository.CreateAsync(scratch, $"plans-{count}");
        for (var number = 0; number < count; number++)
        {
            repository.WritePlan(Id(number), status: "done");
        }
        return repository;
    }

    private static void Validate(PlanRepository repository)
    {
        var plans = new PlanCatalog(repository.Tasks);
        var plan = PlanFile.Read(plans.Resolve(Id(Few / 2), repository.Root), repository.Root).Plan;
        plans.RequireUnique(plan, repository.Root);
    }

    private static string Id(int number) => $"plan-{number:00000}";
}
