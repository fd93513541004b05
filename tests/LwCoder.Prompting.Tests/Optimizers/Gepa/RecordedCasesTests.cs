using LwCoder.Benchmarks.Optimizers.Golden;

namespace LwCoder.Prompting.Tests.Optimizers.Gepa;

/// <summary>
/// The reference's recorded cases and runs, where a copy lies in `golden/` of the folder that LW_CODER_SHARED names, or of
/// `shared/` beside the repository.
/// </summary>
public sealed class RecordedCasesTests
{
    [RecordedFact]
    public void Every_recorded_case_gives_what_the_reference_gave() =>
        GoldenCases.Run([Path.Combine(Folder!, "gepa-cases.json")]).Should().Be(0);

    [RecordedFact]
    public void Every_recorded_run_is_made_again_decision_by_decision() =>
        TraceReplay.Run([Path.Combine(Folder!, "gepa-traces.json")]).Should().Be(0);

    private static string? Folder { get; } = Find();

    private static string? Find()
    {
        var repository = AppContext.BaseDirectory;
        while (repository is not null && !File.Exists(Path.Combine(repository, "LwCoder.sln")))
        {
            repository = Path.GetDirectoryName(repository);
        }
        var shared = Environment.GetEnvironmentVariable("LW_CODER_SHARED") ?? Path.Combine(repository ?? ".", "..", "shared");
        var golden = Path.Combine(shared, "golden");
        return File.Exists(Path.Combine(golden, "gepa-cases.json")) ? golden : null;
    }

    private sealed class RecordedFactAttribute : FactAttribute
    {
        public RecordedFactAttribute() => Skip = Folder is null ? "no recorded cases found; set LW_CODER_SHARED" : null;
    }
}
