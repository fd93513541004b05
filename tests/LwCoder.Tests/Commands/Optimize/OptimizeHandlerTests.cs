using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Diagnosis;
using LwCoder.Prompting.Models;
using LwCoder.Runs;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Commands.Optimize;

/// <summary>The story of `optimize` and `compiled`, from a backfilled store to a run that is told by what was compiled.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OptimizeHandlerTests
{
    [Theory, OnSqlite, OnMariaDb]
    public async Task What_is_compiled_and_activated_is_used_by_a_later_run_that_is_killed(Engine engine)
    {
        await using var repository = await OptimizedRepository.CreateAsync(engine, each: 20);
        var compiling = repository.LwCoder(asked => asked.Contains("<<<tool_patterns>>>", StringComparison.Ordinal)
            ? OptimizedRepository.Classify(asked)
            : $"```\n{OptimizedRepository.Better}\n```");

        (await compiling.RunAsync("optimize", "recovery", "--category", "infinite_retry", "--budget-calls", "60"))
            .Should().Be(0, compiling.Narrated);
        (await compiling.RunAsync(
            "optimize", "classifier", "--optimizer", "bootstrap", "--model", "named", "--budget-calls", "400"))
            .Should().Be(0, compiling.Narrated);

        compiling.Narrated.Should().Contain("sessions in ").And.Contain("metric calls").And.Contain("this budget buys");
        compiling.Printed.Should().Contain("fitter-dispatch:infinite_retry  v1, candidate").And.Contain(": better")
            .And.Contain("COMPILED-TEXT").And.Contain("diagnosis-classifier").And.Contain("rules: accuracy 1.00");
        var acting = repository.LwCoder(_ => "");
        foreach (var id in new[] { "fitter-dispatch:infinite_retry", "diagnosis-classifier" })
        {
            (await acting.RunAsync("compiled", "activate", id)).Should().Be(0, acting.Narrated);
        }
        var run = await KilledAsync(repository);

        File.ReadAllText(run.PromptFile).Should().Contain("COMPILED-TEXT").And.Contain("failing tool: \"bash\"");
        run.ReadManifest().CompiledPrompts.Should().Equal("fitter-dispatch:infinite_retry v1");
        run.ReadManifest().RecoveryOf!.Prompt.Should().Be("fitter-dispatch:infinite_retry v1");
        var failed = new RunCatalog(Path.Combine(repository.State, "runs")).List().Last();
        failed.ReadManifest().Diagnosis!.DecidedBy.Should().Be("classifier");
        failed.ReadManifest().CompiledPrompts.Should().Equal("diagnosis-classifier v1");
        DiagnosisJson.Read(File.ReadAllBytes(failed.DiagnosisFile)).Should().Match<DiagnosisReport>(
            both => both.Classifier!.Version == "diagnosis-classifier v1"
                && both.Rules!.Category == FailureCategory.InfiniteRetry);
    }

    [Fact]
    public async Task Versions_are_listed_shown_compared_and_retired()
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite);
        var lwCoder = repository.LwCoder(_ => $"```\n{OptimizedRepository.Better}\n```");
        await lwCoder.RunAsync("optimize", "recovery", "--category", "infinite_retry", "--budget-calls", "60");

        var list = await PrintedAsync(repository, "compiled", "list", "--json");
        using var json = JsonDocument.Parse(list);
        json.RootElement.GetProperty("versions")[0].GetProperty("status").GetString().Should().Be("candidate");
        (await PrintedAsync(repository, "compiled", "show", "fitter-dispatch:infinite_retry", "--text"))
            .Should().Be(OptimizedRepository.Better.Trim());
        (await PrintedAsync(repository, "compiled", "diff", "fitter-dispatch:infinite_retry"))
            .Should().StartWith("lw_coder's own → v1\n").And.Contain("{+");
        await PrintedAsync(repository, "compiled", "activate", "fitter-dispatch:infinite_retry", "v1");
        (await PrintedAsync(repository, "compiled", "list")).Should().Contain("active");
        await PrintedAsync(repository, "compiled", "retire", "fitter-dispatch:infinite_retry");
        (await PrintedAsync(repository, "compiled", "list")).Should().Contain("retired");

        var unknown = repository.LwCoder(_ => "");
        (await unknown.RunAsync("compiled", "show", "nothing")).Should().Be(1);
        unknown.Narrated.Should().Contain("there is no compiled prompt nothing").And.Contain("compiled list");
    }

    [Fact]
    public async Task A_writer_that_finds_nothing_better_leaves_nothing()
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite);
        var lwCoder = repository.LwCoder(_ => "```\nDo better.\n```");

        (await lwCoder.RunAsync("optimize", "recovery", "--category", "scope_creep", "--budget-calls", "60")).Should().Be(0);

        lwCoder.Printed.Should().Contain(": tie").And.Contain("stored    nothing: nothing better than the hand-written template");
        (await PrintedAsync(repository, "compiled", "list", "--json")).Should().Contain("\"versions\": []");
    }

    [Fact]
    public async Task A_classifier_that_is_worse_than_the_rules_is_not_stored()
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, each: 4);
        var lwCoder = repository.LwCoder(_ =>
            "<<<evidence>>>\nx\n\n<<<category>>>\nscope_creep\n\n<<<confidence>>>\n1\n\n<<<end of answer>>>");

        (await lwCoder.RunAsync("optimize", "classifier", "--optimizer", "bootstrap", "--budget-calls", "300"))
            .Should().Be(0, lwCoder.Narrated);

        lwCoder.Printed.Should().Contain("stored    nothing: the rules are more often right")
            .And.MatchRegex("scope_creep\t.*\t2\t");
    }

    [Theory]
    [InlineData("login_required", "0.9")]
    [InlineData("infinite_retry", "7")]
    [InlineData("infinite_retry", "high")]
    public async Task An_answer_that_is_none_counts_as_wrong_and_ends_nothing(string category, string confidence)
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, each: 3);
        var lwCoder = repository.LwCoder(_ =>
            $"<<<evidence>>>\nx\n\n<<<category>>>\n{category}\n\n<<<confidence>>>\n{confidence}\n\n<<<end of answer>>>");

        (await lwCoder.RunAsync("optimize", "classifier", "--optimizer", "bootstrap", "--budget-calls", "200", "--json"))
            .Should().Be(0, lwCoder.Narrated);

        using var json = JsonDocument.Parse(lwCoder.Printed);
        json.RootElement.GetProperty("classifier").GetProperty("compiled").GetProperty("accuracy").GetDouble().Should().Be(0);
    }

    [Fact]
    public async Task Too_little_to_learn_from_is_said_with_what_to_do()
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, each: 1);
        var lwCoder = repository.LwCoder(_ => "");

        (await lwCoder.RunAsync("optimize", "recovery")).Should().Be(1);
        lwCoder.Narrated.Should().Contain("infinite_retry: 1 sessions went wrong so, and 6").And.Contain("telemetry import");
        File.Delete(Path.Combine(repository.State, "gold_diagnoses.jsonl"));
        (await lwCoder.RunAsync("optimize", "classifier")).Should().Be(1);
        lwCoder.Narrated.Should().Contain("there are no checked diagnoses");
    }

    [Fact]
    public async Task A_provider_that_fails_half_way_is_gone_on_from()
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite);
        var calls = 0;
        var failing = repository.LwCoder(_ => ++calls > 2
            ? throw new ModelException(ModelErrorKind.Payment, "No credit left.")
            : "```\nDo better, {summary}.\n```");

        (await failing.RunAsync("optimize", "recovery", "--category", "infinite_retry", "--budget-calls", "60")).Should().Be(4);
        failing.Narrated.Should().Contain("then goes on where it was");
        var journal = Directory.GetFiles(Path.Combine(repository.State, "optimizations")).Should().ContainSingle().Subject;
        var second = repository.LwCoder(_ => $"```\n{OptimizedRepository.Better}\n```");

        (await second.RunAsync("optimize", "recovery", "--category", "infinite_retry", "--budget-calls", "60")).Should().Be(0);

        second.Printed.Should().Contain("v1, candidate");
        File.Exists(journal).Should().BeFalse("what is stored needs no journal");
    }

    [Theory]
    [InlineData("--max-cost", "1")]
    [InlineData("--max-cost", "21")]
    [InlineData("--optimizer", "sgd")]
    [InlineData("--category", "login_required")]
    [InlineData("--budget-calls", "0")]
    public async Task Flags_out_of_bounds_are_usage_errors(string flag, string value)
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, each: 0);

        (await repository.LwCoder(_ => "").RunAsync("optimize", "recovery", flag, value)).Should().Be(2);
    }

    [Fact]
    public async Task The_instruction_of_decompositions_learns_from_the_plans_there_are()
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, each: 0);
        for (var number = 0; number < 24; number++)
        {
            repository.Write($"tasks/plan-{number:00}.md",
                $"---\nplan_id: plan-{number:00}\ngit_sha: \"{new string('0', 40)}\"\nstatus: "
                + $"draft\n---\nChange src/part{number}/a.cs.\n");
        }
        static string Subtasks(int count, string scope) =>
            "<<<subtasks>>>\n" + string.Concat(Enumerable.Range(0, count).Select(index =>
                $"- {{title: Step {index}, cost_usd: 1, scope: [{scope}]}}\n")) + "\n<<<end of answer>>>";
        var lwCoder = repository.LwCoder(asked => asked.Contains("<current_instruction>", StringComparison.Ordinal)
            ? "```\nSplit it. COVER-ALL\n```"
            : asked.Contains("COVER-ALL", StringComparison.Ordinal) ? Subtasks(3, "src") : Subtasks(2, "docs"));

        (await lwCoder.RunAsync("optimize", "decompose", "--budget-calls", "200")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Printed.Should().Contain("plan-decompose  v1, candidate").And.Contain("→ 1.000").And.Contain(": better");
        await PrintedAsync(repository, "compiled", "activate", "plan-decompose");
        var splitting = repository.LwCoder(_ => Subtasks(3, "src"));
        (await splitting.RunAsync("plan", "decompose", "plan-00", "--json")).Should().Be(0, splitting.Narrated);
        splitting.Printed.Should().Contain("\"compiled_prompt\": \"plan-decompose v1\"");
        ((ModelsByText)splitting.Models!).Asked.Single().Should().StartWith("Split it. COVER-ALL");
    }

    [Theory]
    [InlineData("bootstrap")]
    [InlineData("mipro")]
    public async Task Examples_that_made_an_instruction_better_are_shown_when_it_is_used(string optimizer)
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, each: 0);
        for (var number = 0; number < 30; number++)
        {
            repository.Write($"tasks/plan-{number:00}.md",
                $"---\nplan_id: plan-{number:00}\ngit_sha: \"{new string('0', 40)}\"\nstatus: draft\n---\n"
                + $"Change src/part{number}/a.cs{(number % 3 == 0 ? ", which is EASY" : "")}.\n");
        }
        static bool IsShown(string asked) => asked.Split("<<<plan>>>").Length > 3;
        var lwCoder = repository.LwCoder(asked => asked.Contains("<<<current_instruction>>>", StringComparison.Ordinal)
            ? "<<<instruction>>>\nSplit it.\n\n<<<end of answer>>>"
            : "<<<subtasks>>>\n"
                + string.Concat(Enumerable.Range(0, IsShown(asked) || asked.Contains("EASY", StringComparison.Ordinal) ? 3 : 2)
                .Select(index => $"- {{title: Step {index}, cost_usd: 1, scope: [src]}}\n")) + "\n<<<end of answer>>>");

        (await lwCoder.RunAsync("optimize", "decompose", "--optimizer", optimizer, "--budget-calls", "300"))
            .Should().Be(0, lwCoder.Narrated);

        lwCoder.Printed.Should().Contain("plan-decompose  v1, candidate").And.Contain("→ 1.000").And.Contain(": better");
        await PrintedAsync(repository, "compiled", "activate", "plan-decompose");
        var splitting = repository.LwCoder(_ => "<<<subtasks>>>\n"
            + string.Concat(Enumerable.Range(0, 3).Select(index => $"- {{title: Step {index}, cost_usd: 1, scope: [src]}}\n"))
            + "\n<<<end of answer>>>");
        (await splitting.RunAsync("plan", "decompose", "plan-01", "--json")).Should().Be(0, splitting.Narrated);
        splitting.Printed.Should().Contain("\"compiled_prompt\": \"plan-decompose v1\"");
        IsShown(((ModelsByText)splitting.Models!).Asked.Single()).Should().BeTrue();
    }

    [Fact]
    public async Task A_template_for_one_agent_goes_before_the_general_one()
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite);
        foreach (var (name, tool) in new[] { ("GENERAL", (string[])[]), ("FOR-MINI", ["--tool", "mini"]) })
        {
            var better = OptimizedRepository.Better.Replace("COMPILED-TEXT", name, StringComparison.Ordinal);
            await repository.LwCoder(_ => $"```\n{better}\n```").RunAsync(
                ["optimize", "recovery", "--category", "infinite_retry", "--budget-calls", "60", .. tool]);
        }
        await PrintedAsync(repository, "compiled", "activate", "fitter-dispatch:infinite_retry");
        await PrintedAsync(repository, "compiled", "activate", "fitter-dispatch:infinite_retry:mini");

        var run = await KilledAsync(repository);

        File.ReadAllText(run.PromptFile).Should().Contain("FOR-MINI").And.NotContain("GENERAL");
        run.ReadManifest().CompiledPrompts.Should().Equal("fitter-dispatch:infinite_retry:mini v1");
    }

    [Fact]
    public async Task A_store_that_is_down_and_a_broken_row_cost_the_compiled_text_and_not_the_run()
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, each: 0);
        await using (var store = await repository.StoreAsync())
        {
            await store.ChangeAsync(rows => rows.Execute(
                """
                INSERT INTO compiled_prompts (prompt_id, module_name, signature_name, compiled_prompt, compiled_at, dspy_version)
                VALUES ('fitter-dispatch:infinite_retry', 'm', 's', 'no place for anything', '2026-01-01 00:00:00', '2')
                """), default);
        }

        var run = await KilledAsync(repository);

        run.ReadManifest().RecoveryOf!.Prompt.Should().Be("template");
        run.ReadManifest().CompiledPrompts.Should().BeEmpty();
    }

    /// <summary>A run of `mini` that repeats what fails, and the one that puts it right; the latter.</summary>
    private static async Task<RunDirectory> KilledAsync(OptimizedRepository repository)
    {
        repository.Write("tasks/say-hello.md", $"""
            ---
            plan_id: say-hello
            git_sha: "{new string('0', 40)}"
            status: draft
            ---
            Say hello.
            """);
        var coding = repository.LwCoder(new ModelsByText(OptimizedRepository.Classify, new ScriptedSessions(
            [MiniScript.Bash("make hello") with { Repeat = true }],
            [MiniScript.Write("hello.txt", "hello\n"), MiniScript.Finish()])));
        (await coding.RunAsync("code", "say-hello", "--tool", "mini", "--sandbox", "host", "--headless"))
            .Should().Be(0, coding.Narrated);
        return new RunCatalog(Path.Combine(repository.State, "runs")).List().First();
    }

    private static async Task<string> PrintedAsync(OptimizedRepository repository, params string[] arguments)
    {
        var lwCoder = repository.LwCoder(_ => "");
        (await lwCoder.RunAsync(arguments)).Should().Be(0, lwCoder.Narrated);
        return lwCoder.Printed;
    }
}
