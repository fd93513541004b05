using System.Text.Json.Nodes;
using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;
using LwCoder.Telemetry;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.EndToEnd.Optimization;

/// <summary>
/// From sessions of other agents to prompts that a later run is told, with the installed tool and scripted models.
/// </summary>
public sealed class OptimizeTests
{
    private const string Recovery = "fitter-dispatch:infinite_retry";
    private const string Classifier = "diagnosis-classifier";

    private static readonly string[] OptimizeRecovery =
        ["optimize", "recovery", "--category", "infinite_retry", "--budget-calls", "60"];

    /// <summary>Says everything a recovery from infinite_retry has to say.</summary>
    private const string Better = """
        # Recovery of session {session_id}

        {summary} COMPILED-TEXT 🛠

        - failing tool: {failing_tool}, failed {retry_count} times, last with {last_error}
        {tool_activity}

        Do not repeat it; {suggested_action} Begin with `git status`. Find the root cause, choose a different fix, verify it, and
        commit. If it cannot be done, say so. Then end.
        """;

    [Fact]
    public async Task What_is_compiled_from_a_backfilled_store_is_told_to_a_later_run()
    {
        await using var bench = await BenchAsync();

        await CompileAsync(bench);

        await UsesAsync(bench);
        await GoesBackAsync(bench);
    }

    [FactNeeding(Need.MariaDb)]
    public async Task What_one_machine_compiles_another_picks_up_from_the_server_they_share()
    {
        await using var bench = await BenchAsync();
        var server = await MariaDbServer.GetAsync();
        var database = $"e2e_{Guid.NewGuid():N}";
        server.Execute($"CREATE DATABASE {database} CHARACTER SET utf8mb4");
        try
        {
            bench.Environment["LW_CODER_STORE_URL"] = server.Address(database).ToString();
            bench.Environment[StoreAddress.PasswordVariable] = MariaDbServer.Password;
            await CompileAsync(bench);

            await bench.MoveToAnotherMachineAsync();

            await UsesAsync(bench);
            await GoesBackAsync(bench);
        }
        finally
        {
            server.Execute($"DROP DATABASE {database}");
        }
    }

    [Theory]
    [InlineData("gepa")]
    [InlineData("mipro")]
    [InlineData("bootstrap")]
    public async Task A_killed_search_goes_on_pays_nothing_twice_and_ends_as_if_nothing_had_been(string optimizer)
    {
        await using var bench = await BenchAsync();
        using var mayGoOn = new ManualResetEventSlim();
        var asked = 0;
        bench.Server.AddAnswer("optimize", conversation =>
        {
            if (Interlocked.Increment(ref asked) > 40)
            {
                mayGoOn.Wait();
            }
            return Learn(conversation);
        });
        string[] optimize =
            ["optimize", "classifier", "--optimizer", optimizer, "--budget-calls", "250", "--seed", "3", "--json"];
        await BackfillAsync(bench);
        await using (var first = await bench.StartAsync(optimize))
        {
            await Limited.UntilAsync(() => Volatile.Read(ref asked) > 40, "the search did not get so far");
            await bench.KillAsync(first);
        }
        mayGoOn.Set();
        var paid = Volatile.Read(ref asked);

        var resumed = Report(await bench.RunAsync(optimize));
        var whole = Volatile.Read(ref asked);
        Directory.GetFiles(bench.Repository[".lw_coder", "optimizations"]).Should().BeEmpty();
        await bench.MoveToAnotherMachineAsync();
        await BackfillAsync(bench);
        var uninterrupted = Report(await bench.RunAsync(optimize));

        resumed.ToJsonString().Should().Be(uninterrupted.ToJsonString());
        var alone = Volatile.Read(ref asked) - whole;
        // What was under way when it was killed is asked again, and nothing else.
        (whole - alone).Should().BeInRange(1, 8);
        (whole - paid).Should().BeLessThan(alone - 30);
    }

    private static async Task<Workbench> BenchAsync()
    {
        var bench = await Workbench.InitialisedAsync();
        bench.Server.AddAnswer("optimize", conversation => Classify(conversation) ?? $"```\n{Better}\n```");
        // A question beside the session is that of the classifier.
        bench.Server.AddAnswer("infinite_retry", conversation => conversation.Tools.Count == 0 ? Classify(conversation) : null);
        bench.LetMiniFollow("optimize");
        return bench;
    }

    private static async Task BackfillAsync(Workbench bench)
    {
        ClaudeHistory.Write(bench.Environment["HOME"]!);
        await File.WriteAllTextAsync(bench.Repository[".lw_coder", "gold_diagnoses.jsonl"], ClaudeHistory.Gold);
        (await bench.RunAsync("telemetry", "import", "claude-code")).ShouldEndWith(ExitCode.Done);
    }

    /// <summary>What a search found, without time and money.</summary>
    private static JsonNode Report(ToolRun run)
    {
        var answer = JsonNode.Parse(run.ShouldEndWith(ExitCode.Done).Output)!;
        foreach (var prompt in answer["prompts"]!.AsArray())
        {
            prompt!["report"]!.AsObject().Remove("duration_ms");
            // An answer may be in the cache and not yet in the journal when the search is killed; then it costs nothing again.
            prompt["report"]!.AsObject().Remove("cost");
        }
        return answer;
    }

    private static async Task CompileAsync(Workbench bench)
    {
        await BackfillAsync(bench);

        var recovery = (await bench.RunAsync(OptimizeRecovery)).ShouldEndWith(ExitCode.Done);
        recovery.Error.Should().Contain($"{ClaudeHistory.Sessions} sessions in ").And.Contain("this budget buys");
        recovery.Output.Should().Contain($"{Recovery}  v1, candidate").And.Contain(": better").And.Contain("COMPILED-TEXT 🛠");
        var classifier = (await bench.RunAsync("optimize", "classifier", "--optimizer", "bootstrap", "--budget-calls", "400"))
            .ShouldEndWith(ExitCode.Done);
        classifier.Output.Should().Contain($"{Classifier}  v1, candidate").And.Contain("compiled: accuracy 1.00")
            .And.Contain("rules: accuracy 1.00");

        var versions = JsonNode.Parse((await bench.RunAsync("compiled", "list", "--json")).ShouldEndWith(ExitCode.Done).Output)!;
        versions["versions"]!.AsArray().Select(version => $"{version!["prompt_id"]} {version["status"]}")
            .Should().BeEquivalentTo($"{Recovery} candidate", $"{Classifier} candidate");
        (await bench.RunAsync("compiled", "show", Recovery, "--text")).ShouldEndWith(ExitCode.Done).Output.Trim()
            .Should().Be(Better);
        (await bench.RunAsync("compiled", "diff", Recovery)).ShouldEndWith(ExitCode.Done).Output
            .Should().StartWith("lw_coder's own → v1\n").And.Contain("COMPILED-TEXT");
        foreach (var id in new[] { Recovery, Classifier })
        {
            (await bench.RunAsync("compiled", "activate", id)).ShouldEndWith(ExitCode.Done);
        }
    }

    /// <summary>A killed run is diagnosed and put right with what was compiled.</summary>
    private static async Task UsesAsync(Workbench bench)
    {
        var (sick, cured) = await KilledAsync(bench, "first");

        sick.Manifest["killed_by"]!.ToString().Should().Be("tool_cycle");
        sick.Manifest["diagnosis"]!["decided_by"]!.ToString().Should().Be("classifier");
        sick.Manifest["compiled_prompts"]!.AsArray().Select(version => version!.ToString()).Should().Equal($"{Classifier} v1");
        File.ReadAllText(Path.Combine(cured.Path, "prompts", "main.md")).Should().Contain("COMPILED-TEXT 🛠")
            .And.Contain("failing tool: \"bash\"");
        cured.Manifest["recovery_of"]!["prompt"]!.ToString().Should().Be($"{Recovery} v1");
        cured.Manifest["compiled_prompts"]!.AsArray().Select(version => version!.ToString()).Should().Equal($"{Recovery} v1");
    }

    /// <summary>Without an active version it is as it was before there were any.</summary>
    private static async Task GoesBackAsync(Workbench bench)
    {
        bench.LetMiniFollow("optimize");
        foreach (var id in new[] { Recovery, Classifier })
        {
            (await bench.RunAsync("compiled", "retire", id)).ShouldEndWith(ExitCode.Done);
        }

        var (sick, cured) = await KilledAsync(bench, "second");

        sick.Manifest["diagnosis"]!["decided_by"]!.ToString().Should().Be("rules");
        cured.Manifest["recovery_of"]!["prompt"]!.ToString().Should().Be("template");
        (cured.Manifest["compiled_prompts"]?.AsArray().Count ?? 0).Should().Be(0);
    }

    private static async Task<(RunFolder Sick, RunFolder Cured)> KilledAsync(Workbench bench, string plan)
    {
        bench.LetMiniFollow("infinite_retry");
        await bench.Repository.WritePlanAsync(bench.Repository[$"{plan}.md"], plan);
        var code = (await bench.RunAsync("code", $"{plan}.md", "--tool", "mini", "--sandbox", "host", "--headless"))
            .ShouldEndWith(ExitCode.Done);
        var runs = bench.Repository.Runs(plan);
        runs.Should().HaveCount(2, code.Error);
        return (runs[0], runs[1]);
    }

    /// <summary>
    /// A classifier that tells one way to go wrong from another once it is told to look or shown how, and writers that tell it.
    /// </summary>
    private static string Learn(Conversation conversation) => Classify(conversation) is { } right
        ? conversation.System.Contains("LOOK", StringComparison.Ordinal) || conversation.UserTexts.Count > 2
            ? right
            : right.Replace("context_exhaustion", "scope_creep", StringComparison.Ordinal)
        : conversation.AllText.Contains("<<<instruction>>>", StringComparison.Ordinal)
            ? "<<<instruction>>>\nLOOK at what was read.\n\n<<<end of answer>>>"
        : conversation.AllText.Contains("<current_instruction>", StringComparison.Ordinal)
            ? "```\nLOOK at what was read.\n```"
        : "<<<observations>>>\nSessions.\n\n<<<is_complete>>>\ntrue\n\n<<<summary>>>\nSessions.\n\n"
            + "<<<description>>>\nIt classifies.\n\n<<<end of answer>>>";

    /// <returns>Null for what is no question to a classifier.</returns>
    private static string? Classify(Conversation conversation)
    {
        var asked = conversation.UserTexts[^1];
        if (!asked.Contains("<<<tool_patterns>>>", StringComparison.Ordinal))
        {
            return null;
        }
        var category = asked.Contains("edit: 17 calls", StringComparison.Ordinal) ? "scope_creep"
            : asked.Contains("read: 14 calls", StringComparison.Ordinal) ? "context_exhaustion"
            : "infinite_retry";
        return $"<<<evidence>>>\nits calls\n\n<<<category>>>\n{category}\n\n<<<confidence>>>\n0.95\n\n<<<end of answer>>>";
    }
}
