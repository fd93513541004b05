using LwCoder.Prompting.Evaluation;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Mipro;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Optimizers.Mipro;

public sealed class MiproV2Tests
{
    private static readonly string[] Words = ["alpha", "beta", "gamma", "delta"];

    private static readonly DataSplit Data = new(
        RuleTask.Examples(Words), RuleTask.Examples(Words.Select(word => word + "2")),
        RuleTask.Examples(Words.SelectMany(word => new[] { word + "3", word + "33" })));

    [Fact]
    public async Task A_proposed_instruction_that_does_better_is_found()
    {
        using var proposer = Proposer("alpha", "alpha beta gamma");

        var report = await new Optimization(new RuleTask(), Data, Mipro(proposer, new() { IsZeroShot = true }), new()).RunAsync();

        report.Best["rules"].Text.Should().Be("Use alpha beta gamma.");
        report.Outcome.BestScore.Should().Be(0.75);
        report.HeldOut.CandidateMean.Should().Be(0.75);
        report.Spent.Cost.Should().Be(0.01m * 8, "observations, summary, description and five proposals are paid for");
    }

    [Fact]
    public async Task An_instruction_that_is_too_long_or_refused_is_not_tried()
    {
        using var proposer = Proposer("forbidden", "alpha beta gamma and more");
        var task = new RuleTask { Forbidden = "forbidden" };

        var report = await new Optimization(
            task, Data, Mipro(proposer, new() { IsZeroShot = true }), new() { Limit = new ProposalLimit(1, 16) }).RunAsync();

        report.IsChanged.Should().BeFalse();
        report.Refused.Select(refused => refused.Reason).Distinct().Should().BeEquivalentTo(
            "it is forbidden", "it has 30 characters, and may have 23");
    }

    [Fact]
    public async Task A_model_program_gets_instruction_and_demos_together()
    {
        // Right only with the better instruction and a demo that went well.
        var signature = new Signature("copy", "Repeat.", [Field.String("word")], [Field.String("answer")]);
        using var model = new ScriptedChatClient(new Script(
        [
            new ScriptEntry { When = "loudly", Outputs = FieldValues.Of(("answer", "yes")), Repeat = true },
            new ScriptEntry { When = "alpha", Outputs = FieldValues.Of(("answer", "yes")), Repeat = true },
            new ScriptEntry { Outputs = FieldValues.Of(("answer", "no")), Repeat = true },
        ]));
        using var proposer = Proposer("x", "loudly");
        var task = new ModuleTask(new Predict(signature, model), Metrics.Exact("answer"));

        var report =
            await new Optimization(task, Data, Mipro(proposer, new() { Demos = new() { MaxLabeled = 2 } }), new()).RunAsync();

        report.Outcome.BestScore.Should().Be(1);
        task.Apply(report.Best).Predictors[0].Preview(FieldValues.Of(("word", "w")))[0].Text
            .Should().Contain(report.Best["copy"].Text);
    }

    [Fact]
    public async Task Minibatches_are_hints_and_only_full_measurements_win()
    {
        var many = Data with { Dev =
            RuleTask.Examples(Enumerable.Range(0, 60).Select(number => Words[number % 4] + (number % 2 == 0 ? "2" : "22"))) };
        using var proposer = Proposer("alpha", "alpha beta", "alpha beta gamma");
        var options = new MiproOptions { IsZeroShot = true, Minibatch = 10, Candidates = 4 };

        var report =
            await new Optimization(new RuleTask(), many, Mipro(proposer, options), new() { MaxMetricCalls = 2000 }).RunAsync();

        report.Best["rules"].Text.Should().Be("Use alpha beta gamma.");
        report.Outcome.BestScore.Should().Be(0.75);
        report.Outcome.Candidates.Should().BeLessThan(5, "the baseline and one each five trials");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(15)]
    public async Task A_killed_run_ends_as_if_it_had_not_been_killed(int diesAt)
    {
        using var folder = new TempFolder();
        OptimizerOptions Options(string name) => new() { Parallelism = 1, Seed = 3, JournalPath = folder.File(name) };
        using var uninterrupted = Proposer("alpha", "beta gamma");
        var whole = await new Optimization(new RuleTask(), Data, Mipro(uninterrupted), Options("whole")).RunAsync();
        using var proposer = Proposer("alpha", "beta gamma");
        await FluentActions.Awaiting(() => new Optimization(
            new RuleTask { DiesAt = diesAt }, Data, Mipro(proposer), Options("killed")).RunAsync())
            .Should().ThrowAsync<InvalidOperationException>();

        // The same proposer: what it was asked before the end is not asked again.
        var resumed = await new Optimization(new RuleTask(), Data, Mipro(proposer), Options("killed")).RunAsync();

        resumed.ToJson().Split("\"duration_ms\"")[0].Should().Be(whole.ToJson().Split("\"duration_ms\"")[0]);
    }

    [Fact]
    public async Task A_proposer_that_fails_leaves_demos_to_try_and_one_without_a_key_ends_it()
    {
        using var silent = new ScriptedChatClient(new Script([new ScriptEntry { Answer = "no fields here", Repeat = true }]));
        using var locked = new StubClient(_ => throw new ModelException(ModelErrorKind.Authentication, "no key"));

        (await new Optimization(
            new RuleTask(), Data, Mipro(silent, new() { Demos = new() { MaxBootstrapped = 1 } }), new()).RunAsync())
            .Outcome.BestScore.Should().BeGreaterThan(0, "labelled demos alone help");
        await FluentActions.Awaiting(() => new Optimization(new RuleTask(), Data, Mipro(locked), new()).RunAsync())
            .Should().ThrowAsync<ModelException>().WithMessage("no key");
    }

    [Fact]
    public async Task The_forecast_holds()
    {
        using var proposer = Proposer("alpha", "beta");
        var optimization = new Optimization(new RuleTask(), Data, Mipro(proposer), new());
        var forecast = optimization.Forecast();

        var report = await optimization.RunAsync();

        report.MetricCalls.Should().BeLessThanOrEqualTo(forecast.MetricCalls + forecast.HeldOutCalls);
        report.Spent.Calls.Should().BeLessThanOrEqualTo(report.MetricCalls + forecast.ModelCalls);
    }

    [Fact]
    public async Task Money_that_ends_during_the_search_still_gives_a_result()
    {
        using var proposer = Proposer("alpha beta");

        var report = await new Optimization(
            new RuleTask { Cost = 0.01m }, Data, Mipro(proposer), new() { MaxCost = 0.25m }).RunAsync();

        report.Outcome.StoppedBy.Should().Contain("$0.25");
        report.Spent.Cost.Should().BeLessThanOrEqualTo(0.25m);
        report.HeldOut.Pairs.Should().Be(8);
    }

    private static MiproV2 Mipro(Microsoft.Extensions.AI.IChatClient proposer, MiproOptions? options = null) =>
        new(proposer, options);

    /// <summary>Answers every question of the proposer; the instructions in turn, the last one repeated.</summary>
    private static ScriptedChatClient Proposer(params string[] words) => new(new Script(
    [
        Entry("observe_examples", ("observations", "Words."), ("is_complete", true)),
        Entry("summarise_data", ("summary", "It is about words.")),
        Entry("describe_program", ("description", "It says yes.")),
        .. words.Select((word, index) => Entry("propose_instruction", ("instruction", $"Use {word}."))
            with { Repeat = index == words.Length - 1 }),
    ]));

    private static ScriptEntry Entry(string signature, params (string, object?)[] outputs) => new()
    {
        Signature = signature, Outputs = FieldValues.Of(outputs), Cost = 0.01m,
    };
}
