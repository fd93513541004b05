using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Scripting;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Code;

/// <summary>What is said of sessions that end badly, and what is advised, by every command alike.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CodeDiagnosisTests : SickSessionTests
{
    [Fact]
    public async Task A_cycle_of_calls_that_do_not_fail_is_told_with_the_calls()
    {
        var lwCoder = LwCoder([MiniScript.Bash("git log --oneline") with { Repeat = true }]);

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        var failed = Runs[1].ReadManifest();
        failed.Diagnosis.Should().BeEquivalentTo(new { Category = "infinite_retry", Confidence = 0.65, DecidedBy = "rules" });
        using var diagnosis = JsonDocument.Parse(File.ReadAllText(Runs[1].DiagnosisFile));
        diagnosis.RootElement.GetProperty("killed_by").GetString().Should().Be("tool_cycle");
        diagnosis.RootElement.GetProperty("kill").GetProperty("reason").GetString().Should().Be(failed.Reason);
        var evidence = diagnosis.RootElement.GetProperty("evidence").EnumerateArray().ToList();
        evidence[0].GetProperty("what").GetString().Should().Be("the governor's word (tool_cycle)");
        evidence[1].GetProperty("what").GetString().Should().StartWith("calls that were the same (");
        evidence[1].GetProperty("count").GetInt32().Should().BeGreaterThanOrEqualTo(3);
        evidence[1].GetProperty("events").GetArrayLength().Should().Be(evidence[1].GetProperty("count").GetInt32());
        evidence[1].GetProperty("quote").GetString().Should().StartWith("bash {\"command\":\"git log --oneline\"} -> ");
        var prompt = File.ReadAllText(Runs[0].PromptFile);
        prompt.Should().Contain("since it made the same calls with the same results over and over").And.NotContain("failed");
        (await Asked("why", failed.RunId)).Should().Contain("ended by  the governor (tool_cycle): the same call (bash) ")
            .And.Contain("bash {\"command\":\"git log --oneline\"}");
    }

    [Fact]
    public async Task A_budget_that_is_used_up_is_nobodys_confusion_and_has_to_be_raised()
    {
        Configure("[governor]\nmax_steps = 8\n[recovery]\nmodel = \"dearer\"\n");
        var lwCoder = LwCoder([.. Enumerable.Range(0, 140).Select(i => MiniScript.Bash($"echo {i}"))]);

        (await CodeAsync(lwCoder)).Should().Be(4);

        Latest.Diagnosis.Should().BeEquivalentTo(new { Category = "budget_used_up", Confidence = 1.0, DecidedBy = "outcome" });
        using var diagnosis = JsonDocument.Parse(File.ReadAllText(Runs[0].DiagnosisFile));
        diagnosis.RootElement.GetProperty("kill").Should().BeEquivalentTo(
            JsonDocument.Parse(
                """{"reason":"the budget is used up: 9 of 8 steps","used":9,"limit":8,"setting":"max_steps"}""").RootElement,
            options => options.ComparingByMembers<JsonElement>());
        const string Next = "raise max_steps of [governor], then: lw_coder code say-hello";
        lwCoder.Printed.Should().Contain($"next      {Next} (see why with ");
        (await Asked("why")).Should().EndWith($"Next\n  {Next}\n").And.Contain("max_steps: 9 of 8");
        var recovering = LwCoder();
        (await recovering.RunAsync("recover", "--headless")).Should().Be(1);
        recovering.Narrated.Should().Contain("max_steps: 9 of 8").And.Contain($"fix: {Next}");
        Runs.Should().HaveCount(1);

        File.Delete(Runs[0].SessionFile);
        (await Asked("diagnose")).Should().StartWith("budget_used_up (1.00, by outcome)")
            .And.Contain("the governor's word (step_overflow): 1 \"");
    }

    [Fact]
    public async Task A_rule_that_applies_is_believed_before_a_budget_and_the_budget_is_to_be_raised_first()
    {
        Configure("[governor]\nmax_steps = 17\n");
        var lwCoder = LwCoder([.. Enumerable.Range(0, 140).Select(i => MiniScript.Write($"f{i}.txt", "x\n"))]);

        (await CodeAsync(lwCoder)).Should().Be(4);

        Latest.Diagnosis!.Category.Should().Be("scope_creep");
        (await Asked("why")).Should().EndWith($"Next\n  raise max_steps of [governor], then: lw_coder recover {Runs[0].Id}\n");
        (await LwCoder().RunAsync("recover", "--headless")).Should().Be(0);
        File.ReadAllText(Runs[0].PromptFile)
            .Should().Contain("; lw_coder then ended the session, since its budget was used up (max_steps: ");
    }

    [Fact]
    public async Task What_a_subagent_uses_up_is_gone_for_recoveries()
    {
        Configure("[governor]\nmax_steps = 33\n");
        var looks = Enumerable.Range(0, 24).Select(i => MiniScript.Bash($"echo {i}"));
        var fails = Enumerable.Range(0, 3).Select(i => MiniScript.Bash($"test {i} = x"));
        var lwCoder = LwCoder([
            MiniScript.Call("task", ("subagent", "code-review-auditor"), ("task", "look")), .. looks, new() { Answer = "Fine." },
            .. fails, MiniScript.Finish("it does not work", failed: true)]);

        (await CodeAsync(lwCoder)).Should().Be(1);

        Latest.Diagnosis!.Category.Should().Be("infinite_retry");
        Latest.NoRecovery.Should().Be("too little is left of the run's budget: 30 of 33 steps");
        Runs.Should().HaveCount(1);
    }

    [Fact]
    public async Task Why_there_was_no_recovery_is_said_everywhere()
    {
        var lwCoder = LwCoder([MiniScript.Bash("false") with { Repeat = true }]);

        (await CodeAsync(lwCoder, "--recover", "0")).Should().Be(4);

        const string Reason = "none is wanted (recover = 0)";
        lwCoder.Narrated.Should().Contain($"no recovery: {Reason}");
        (await Asked("why")).Should().Contain($"no recovery after it: {Reason}");
        (await Asked("runs", "show")).Should().Contain($"recovery  none after it: {Reason}");
        using var shown = JsonDocument.Parse(await Asked("why", "--json"));
        shown.RootElement.GetProperty("run").GetProperty("no_recovery").GetString().Should().Be(Reason);
        using var run = JsonDocument.Parse(await Asked("runs", "show", "--json"));
        run.RootElement.ToString().Should().Contain(Reason);
    }

    [Fact]
    public async Task A_run_whose_lw_coder_was_killed_is_not_the_models_fault()
    {
        (await CodeAsync(LwCoder([MiniScript.Bash("false") with { Repeat = true }]), "--recover", "0")).Should().Be(4);
        File.Delete(Runs[0].DiagnosisFile);
        Runs[0].WriteManifest(Latest with
        {
            State = RunState.Running, Outcome = null, Reason = null, Diagnosis = null, KilledBy = null, EndedBy = null,
            NoRecovery = null, FinishedAt = null, Owner = $"{Environment.MachineName}:999999:1",
        });

        (await Asked("why")).Should().StartWith($"{Runs[0].Id}: interrupted\n").And.Contain("lw_coder_stopped (1.00, by outcome)")
            .And.Contain("999999:1 is gone").And.EndWith("Next\n  lw_coder code say-hello\n");
        (await Asked("diagnose")).Should().StartWith("lw_coder_stopped (1.00");
        File.Exists(Runs[0].DiagnosisFile).Should().BeFalse("whoever puts the run in order writes there");

        var recovering = LwCoder();
        (await recovering.RunAsync("recover", "--headless")).Should().Be(1);
        recovering.Narrated.Should().Contain("lw_coder was stopped before the end").And.Contain("fix: lw_coder code say-hello");
        Latest.Should().BeEquivalentTo(
            new { State = RunState.Finished, EndedBy = "lost", Diagnosis = new { Category = "lw_coder_stopped" } });

        (await CodeAsync(LwCoder())).Should().Be(0);
        (await Asked("why", Runs[1].Id.ToString())).Should().Contain("lw_coder_stopped");
    }

    [Fact]
    public async Task The_next_code_says_of_a_killed_run_what_was_wrong_with_it()
    {
        const string Usage =
            """echo '{"kind":"usage","session":"s-1","in":10,"out":20,"cached":5,"cost":4,"cost_source":"billed"}'""";
        (await CodeAsync(LwCoder($"{Usage}\necho hello > hello.txt\n{ShellAgent.Done}"))).Should().Be(0);
        Runs[0].WriteManifest(Latest with
        {
            State = RunState.Running, Outcome = null, Owner = $"{Environment.MachineName}:999999:1", Tokens = null, Cost = null,
        });

        (await CodeAsync(LwCoder())).Should().Be(0);

        Runs[1].ReadManifest().Diagnosis!.Category.Should().Be("lw_coder_stopped");
        Runs[1].ReadManifest()
            .Should().BeEquivalentTo(new { Tokens = new TokenCounts(10, 20, 5), Cost = 4m, CostSource = "billed" });
        (await StoredAsync("SELECT category FROM diagnosis_classifications")).Should().Equal("lw_coder_stopped");
    }

    [Fact]
    public async Task A_run_that_goes_on_is_not_diagnosed()
    {
        (await CodeAsync(LwCoder())).Should().Be(0);
        Runs[0].WriteManifest(Latest with { State = RunState.Running, Outcome = null, Reason = null });

        (await Asked("why")).Should().StartWith($"{Runs[0].Id}: running\n").And.NotContain("Diagnosis");
        (await LwCoder().RunAsync("diagnose")).Should().Be(1);
    }

    [Theory]
    [InlineData("limit", "429", "limit_reached", "once the limit is lifted: lw_coder code say-hello")]
    [InlineData("provider", "overloaded", "provider_failed", "later: lw_coder code say-hello")]
    [InlineData("login", "expired", "login_required", "log shell in, then: lw_coder code say-hello")]
    [InlineData("permission", "may I", "needs_person", "in a terminal: lw_coder code say-hello")]
    [InlineData("model", "no such model", "model_unavailable", "lw_coder code say-hello --model <another>")]
    [InlineData("budget", "max_turns", "budget_used_up", "raise the limit it reached, then: lw_coder code say-hello")]
    [InlineData("other", "undefined is not a function", "agent_crashed", "lw_coder doctor")]
    public async Task An_error_that_ends_it_has_a_class_of_its_own(string error, string text, string category, string next)
    {
        await CodeAsync(
            LwCoder($$"""echo '{"kind":"error","session":"s-1","class":"{{error}}","text":"{{text}}"}'; exit 1"""));

        Latest.Diagnosis.Should().BeEquivalentTo(new { Category = category, Confidence = 1.0, DecidedBy = "outcome" });
        (await Asked("why")).Should().Contain($"evidence  the last error ({error}): 1 (events 2) \"{text}\"")
            .And.EndWith($"Next\n  {next}\n");
    }

    [Theory]
    [InlineData("sleep 60", "IDLE", "agent_hung", "lw_coder code say-hello")]
    [InlineData(
        "while :; do echo '{\"kind\":\"thinking\"}'; sleep 0.2; done", "SESSION", "budget_used_up",
        "raise session_timeout, then: lw_coder code say-hello")]
    [InlineData("exit 3", "NO", "agent_crashed", "lw_coder doctor")]
    [InlineData("exit 0", "NO", "agent_crashed", "lw_coder doctor")]
    public async Task An_end_without_a_word_has_a_class_of_its_own(string script, string setting, string category, string next)
    {
        var lwCoder = LwCoder(script);
        lwCoder.Variables[$"LW_CODER_{setting}_TIMEOUT"] = "2s";

        await CodeAsync(lwCoder);

        Latest.Diagnosis!.Category.Should().Be(category);
        (await Asked("why")).Should().Contain("evidence  what lw_coder saw: 1 \"").And.EndWith($"Next\n  {next}\n");
    }

    [Theory]
    [InlineData("class\":\"provider", "provider_failed", "later: lw_coder code say-hello")]
    [InlineData("class\":\"other", "agent_hung", "lw_coder code say-hello")]
    public async Task A_session_that_stalls_is_ended_and_told_apart(string kind, string category, string next)
    {
        Configure("[governor]\nstall_timeout = \"4s\"\n");

        var time = new ManualTime();
        var running = CodeAsync(LwCoder(
            $$"""while :; do echo '{"kind":"error","session":"s-1","{{kind}}","text":"retry"}'; sleep 0.1; done""", time));
        // When the third is on record, the first is known to all who listen.
        await Eventually.True(() => Runs is [var run] && File.Exists(run.SessionFile)
            && File.ReadAllText(run.SessionFile).Split("retry").Length > 3);
        await time.PassUntilAsync(running, TimeSpan.FromSeconds(0.1));

        (await running).Should().Be(4);

        Latest.Should().BeEquivalentTo(new { KilledBy = "stall", Diagnosis = new { Category = category } });
        (await Asked("why")).Should().MatchRegex("evidence  errors meanwhile: \\d+ \\(events 2[^)]*\\) \"retry\"")
            .And.EndWith($"Next\n  {next}\n");
    }

    [Fact]
    public async Task What_the_agent_says_of_its_failure_is_evidence()
    {
        await CodeAsync(LwCoder([MiniScript.Bash("ls"), MiniScript.Finish("the plan contradicts itself", failed: true)]));

        Latest.Diagnosis.Should().BeEquivalentTo(new { Category = "model_confusion", Confidence = 0.3 });
        Latest.NoRecovery.Should().Be("the diagnosis is not sure enough (min_confidence)");
        (await Asked("why")).Should().Contain("the agent's last word (failed): 1 (events ")
            .And.Contain("\"the plan contradicts itself\"");
    }

    [Fact]
    public async Task A_model_that_is_not_configured_or_not_there_is_told_apart()
    {
        await CodeAsync(LwCoder([MiniScript.Fails(ModelErrorKind.NotFound)]));
        Latest.Diagnosis!.Category.Should().Be("model_unavailable");

        await CodeAsync(LwCoder([MiniScript.Fails(ModelErrorKind.Authentication)]));
        (await Asked("why")).Should().Contain("login_required (1.00")
            .And.EndWith("Next\n  correct the key, then: lw_coder code say-hello\n");

        var bare = new TestServices(Repository.Root, Path.Combine(Repository.Folder, "home"));
        (await CodeAsync(bare)).Should().Be(6);
        bare.Narrated.Should().Contain("there is no key for openrouter");
        Latest.Should().BeEquivalentTo(
            new { Outcome = "sandbox_failed", EndedBy = "not_configured", Diagnosis = new { Category = "model_unavailable" } });
        (await Asked("why")).Should().Contain("there is no key for openrouter").And.EndWith("Next\n  lw_coder doctor\n");
    }

    [Fact]
    public async Task A_subscription_has_no_dollars_and_says_so()
    {
        Configure("[governor]\nmax_cost = 1\n");
        const string Usage =
            """echo '{"kind":"usage","session":"s-1","in":10,"out":10,"cached":0,"cost":40,"cost_source":"imputed"}'""";

        (await CodeAsync(LwCoder($"{Usage}\necho hello > hello.txt\n{ShellAgent.Done}"))).Should().Be(0);

        (await Asked("why")).Should().Contain("nothing billed, so max_cost did not hold; $40.00 at list prices (imputed)");
    }

    [Fact]
    public async Task A_recovery_that_fails_has_an_end_in_the_store_too()
    {
        ScriptEntry again = MiniScript.Bash("false") with { Repeat = true };

        (await CodeAsync(LwCoder([again], [again]))).Should().Be(4);

        (await StoredAsync("SELECT child_task_id FROM child_relationships WHERE completed_at IS NOT NULL"))
            .Should().Equal(Latest.SessionId);
        (await StoredAsync("SELECT punch_key FROM punches WHERE punch_type = 'child_complete'")).Should().BeEmpty();
    }

    [Fact]
    public async Task How_often_to_recover_is_said_by_an_example_that_is_of_use()
    {
        var lwCoder = LwCoder();

        (await CodeAsync(lwCoder, "--recover", "9")).Should().Be(2);

        lwCoder.Narrated.Should().Contain("a whole number from 0 to 5").And.Contain("give for example 1");
    }
}
