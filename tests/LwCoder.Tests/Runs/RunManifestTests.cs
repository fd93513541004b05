using LwCoder.Runs;

namespace LwCoder.Tests.Runs;

public sealed class RunManifestTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Every field has a value that is not its default.</summary>
    private static readonly RunManifest Full = new()
    {
        RunId = "plan/stamp", PlanId = "plan", PlanPath = "/repo/plan.md", State = RunState.Finished, Outcome = "completed",
        Reason = "ünïcode", CreatedAt = Time, StartedAt = Time.AddSeconds(1), FinishedAt = Time.AddSeconds(2), Owner = "host:1:2",
        Worktree = "/worktree", Branch = "plan", BaseSha = "b", StartedFrom = "main", StartSha = "s", HeadSha = "h",
        KeptRef = "refs/kept", RescueRef = "refs/rescue",
        RecoveryOf = new("plan/before", "session-before", 2, "scope_creep", "template"), EndedBy = "governor",
        KilledBy = "tool_cycle", NoRecovery = "none is wanted", Diagnosis = new("infinite_retry", 0.85, "again", "rules"),
        Tool = "droid", Model = "opus", Mode = "headless", Reported = new("droid", "1.0", "opus", "auto"), Sandbox = "docker",
        Image = "image@sha256:1", PromptFingerprint = "f", PromptSource = "generated",
        PromptGeneration = new("model", "prompts/active", "ba5e", 2, 3, 0.5m, "billed"), SessionId = "session",
        AgentProcess = "host:3:4", AgentExitCode = 5, ExitCode = 6, Tokens = new(7, 8, 9), Cost = 0.0123m, CostSource = "billed",
        Changes = new(1, 2, 3, 4), Risks = ["a", "b"], Redactions = 10,
        Artifacts = new Dictionary<string, string> { ["p"] = "q" },
    };

    [Fact]
    public void Every_field_is_written_and_read()
    {
        foreach (var field in typeof(RunManifest).GetProperties())
        {
            var unset = field.PropertyType.IsValueType ? Activator.CreateInstance(field.PropertyType) : null;
            field.GetValue(Full).Should().NotBe(unset, "{0} has to be in this test", field.Name);
        }
        RunManifest.FromJson(Full.ToJson()).Should().BeEquivalentTo(Full);
    }

    [Theory]
    [MemberData(nameof(States))]
    internal void Every_state_has_a_word(RunState state) =>
        RunManifest.FromJson((Full with { State = state }).ToJson()).State.Should().Be(state);

    public static IEnumerable<object[]> States() => Enum.GetValues<RunState>().Select(state => new object[] { state });

    [Fact]
    public void What_is_not_known_yet_is_null()
    {
        var json = System.Text.Encoding.UTF8.GetString((Full with { Cost = null, Tokens = null, StartedAt = null }).ToJson());

        json.Should().Contain("\"cost\": null,\n").And.Contain("\"tokens\": null,\n").And.Contain("\"started_at\": null,\n");
    }
}
