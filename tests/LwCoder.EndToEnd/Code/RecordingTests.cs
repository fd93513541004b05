using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Code;

/// <summary>
/// What is captured of a real agent's session while it runs, and what its transcript says of it, are the same rows. droid's
/// subagents need a service of its own that is not there without its servers: they are compared by recorded samples.
/// </summary>
public sealed class RecordingTests
{
    /// <summary>How the row of a call ends that has no result.</summary>
    private const string Open = ",unknown,,,";

    private const string Ends = "'session_completed', 'task_exit'";

    /// <summary>
    /// Without what only a run knows, such as its plan, and without moments: of what an agent prints without one, the moment it
    /// came is kept.
    /// </summary>
    private static readonly string[] Questions =
    [
        "SELECT session_id, parent_session_id, tool, model, mode, tokens_in, tokens_out, tokens_cached, total_cost, "
        + "cost_source FROM sessions ORDER BY 1",
        "SELECT task_id, parent_task_id, mode, model, cost_usd FROM tasks ORDER BY 1",
        "SELECT session_id, native_id, role, content_type, content_preview, content_length, tokens_in, tokens_out, "
        + "cost FROM messages ORDER BY 1, 2",
        "SELECT session_id, native_id, tool_name, category, args_summary, args_hash, status, exit_code, error, "
        + "result_hash FROM tool_calls ORDER BY 1, 2",
        $"SELECT task_id, punch_type, punch_key, source_hash FROM punches WHERE punch_key NOT IN ({Ends}) AND punch_type <> "
        + "'governor_kill' ORDER BY 4",
        "SELECT parent_id, child_id, link FROM child_rels ORDER BY 1, 2",
        "SELECT parent_task_id, child_task_id, completed_at IS NULL FROM child_relationships ORDER BY 1, 2",
    ];

    /// <summary>How it ended, where no governor knows better.</summary>
    private static readonly string[] Endings =
    [
        "SELECT session_id, status, outcome FROM sessions ORDER BY 1",
        $"SELECT task_id, punch_type, punch_key, source_hash FROM punches WHERE punch_key IN ({Ends}) ORDER BY 4",
    ];

    [TheoryNeeding(Need.Claude, Need.Droid)]
    [InlineData("claude-code", "ok", false)]
    [InlineData("claude-code", "review", false)]
    [InlineData("claude-code", "infinite_retry", true)]
    [InlineData("droid", "ok", false)]
    [InlineData("droid", "infinite_retry", false)]
    [InlineData("droid", "scope_creep", true)]
    public async Task A_session_is_the_same_live_and_from_its_transcript(string tool, string script, bool isKilled)
    {
        await using var bench = await Workbench.InitialisedAsync(script);
        if (!isKilled)
        {
            // droid ends an infinite retry of its own accord, at the moment a governor would.
            await File.AppendAllLinesAsync(bench.Repository[".lw_coder", "config.toml"], ["[governor]", "enabled = false"]);
        }
        var code = await bench.CodeAsync(tool, "--sandbox", "host", "--recover", "0", "--trust");
        code.Error.Contains("the governor ended the session", StringComparison.Ordinal).Should().Be(isKilled, code.Error);
        var home =
            Path.Combine(bench.Repository.LatestRun().Path, "home", tool == "droid" ? ".factory/sessions" : ".claude/projects");
        string[] questions = isKilled ? Questions : [.. Questions, .. Endings];
        var live = await RowsAsync(bench, bench.Repository.Path, questions);
        live.Should().Contain(row => row.StartsWith("s0: ") && row.Contains(tool)).And.Contain(row => row.StartsWith("s3: "));
        live.Any(row => row.StartsWith("s5: ")).Should().Be(script == "review", "a subagent is a child");

        var elsewhere = new ScratchRepository(bench.Repository.Path + "-elsewhere", bench.Environment);
        await elsewhere.InitialiseAsync();
        (await bench.RunInAsync(elsewhere.Path, "telemetry", "import", tool, home)).ShouldEndWith(ExitCode.Done);
        var imported = await RowsAsync(bench, elsewhere.Path, questions);
        if (isKilled)
        {
            // What the agent had printed when it was ended need not be in its transcript, the end of a call under way included.
            imported.Where(row => !IsOpen(row)).Should().BeSubsetOf(live).And.Contain(row => row.StartsWith("s3: "));
            imported.Where(IsOpen).Select(Asked).Where(call => !live.Any(row => row.StartsWith(call))).Should().BeEmpty();
        }
        else
        {
            imported.Should().Equal(live);
        }

        // Onto what was captured it adds nothing, and what the run knew stays.
        var all = await RowsAsync(bench, bench.Repository.Path, [.. Questions, .. Endings]);
        (await bench.RunAsync("telemetry", "import", tool, home)).ShouldEndWith(ExitCode.Done).Output
            .Should().StartWith("imported 1 of ");
        (await RowsAsync(bench, bench.Repository.Path, [.. Questions, .. Endings])).Should().Equal(all);
    }

    /// <summary>A call that had not returned.</summary>
    private static bool IsOpen(string row) => row.StartsWith("s3: ") && row.EndsWith(Open);

    private static string Asked(string row) => row[..^Open.Length];

    /// <returns>Each with the number of its question in front.</returns>
    private static async Task<List<string>> RowsAsync(Workbench bench, string repository, string[] questions)
    {
        var rows = new List<string>();
        for (var i = 0; i < questions.Length; i++)
        {
            var answer = await bench.RunInAsync(repository, "telemetry", "sql", questions[i], "--csv");
            rows.AddRange(answer.ShouldEndWith(ExitCode.Done).Output.Split('\n').Skip(1).Where(row => row.Length > 0)
                .Select(row => $"s{i}: {row}"));
        }
        return rows;
    }
}
