using System.Collections.Concurrent;
using LwCoder.Judges;
using LwCoder.Models;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompting.Signatures;
using LwCoder.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Judges;

public sealed class JudgePanelTests
{
    private static readonly JudgeMaterial Material = new("|the plan", "# \"AGENTS.md\"\n|rules", "# file 1 of 1", []);

    private readonly ConcurrentQueue<(string? Model, string System, string User)> _asked = new();
    private readonly List<string> _done = [];

    [Fact]
    public async Task Each_judge_is_asked_by_its_own_instructions_and_model_for_the_same_material()
    {
        var outcomes = await JudgeAsync([Answer("LOOK-A", 0.5), Answer("LOOK-B", 0.9)]);

        outcomes.Select(outcome => outcome.Judgement!.Score).Should().Equal(0.5, 0.9);
        _done.Should().BeEquivalentTo("a", "b");
        _asked.Select(call => call.Model).Should().BeEquivalentTo("vendor/a", "vendor/b");
        _asked.Should().OnlyContain(call => call.System.StartsWith("LOOK-") && call.System.Contains("quotation")
            && call.User.Contains(
                "<<<plan>>>\n|the plan\n\n<<<guidance>>>\n# \"AGENTS.md\"\n|rules\n\n<<<change>>>\n# file 1 of 1"));
    }

    [Fact]
    public async Task Criteria_come_with_verdicts_and_looked_up_evidence()
    {
        var criterion = FieldValues.Of(
            ("criterion", "tested"), ("verdict", "NotMet"), ("reason", "no test"),
            ("evidence", new[]
            {
                FieldValues.Of(("file", "a.cs"), ("line", 3)), FieldValues.Of(("file", "b.cs"), ("line", null)),
            }));
        var answer = new ScriptEntry
        {
            Outputs = FieldValues.Of(("criteria", new[] { criterion }), ("feedback", " Meh. "), ("score", 0.25)),
        };

        var judgement = (await JudgeAsync([answer], judges: 1)).Single().Judgement!;

        judgement.Feedback.Should().Be("Meh.");
        judgement.Criteria.Single().Should().BeEquivalentTo(new
        {
            Criterion = "tested", Verdict = Verdict.NotMet, Reason = "no test",
            Evidence = new[]
            {
                new Evidence("a.cs", 3, EvidencePlace.Repository), new Evidence("b.cs", null, EvidencePlace.Missing),
            },
        });
        judgement.MissingEvidence.Should().ContainSingle();
    }

    [Fact]
    public async Task One_failing_judge_does_not_discard_the_others()
    {
        var outcomes = await JudgeAsync(
            [Answer("LOOK-A", 0.5), new ScriptEntry { When = "LOOK-B", Error = ModelErrorKind.Payment, Repeat = true }]);

        outcomes[0].Judgement!.Score.Should().Be(0.5);
        outcomes[1].Judgement.Should().BeNull();
        outcomes[1].Failure!.ExitCode.Should().Be(ExitCode.LimitReached);
    }

    [Theory]
    [InlineData(1.5, "Good.")]
    [InlineData(-0.1, "Good.")]
    [InlineData(0.5, "  ")]
    public async Task An_answer_out_of_range_goes_back_to_the_model(double score, string feedback)
    {
        var outcomes = await JudgeAsync([Answer("LOOK-A", score, feedback), Answer("LOOK-A", 0.75)], judges: 1);

        outcomes.Single().Judgement.Should().BeEquivalentTo(new { Score = 0.75, Usage = new { Calls = 2 } });
    }

    [Fact]
    public async Task Repetitions_give_the_spread_and_the_feedback_nearest_to_the_mean()
    {
        var outcomes = await JudgeAsync(
            [Answer("LOOK-A", 0.2, "low"), Answer("LOOK-A", 0.6, "middle"), Answer("LOOK-A", 0.7, "high")],
            judges: 1, options: new PanelOptions("other/model", 3, null));

        outcomes.Single().Judgement.Should().BeEquivalentTo(new
        {
            Score = 0.5, Lowest = 0.2, Highest = 0.7, Deviation = 0.2646, Feedback = "middle", Model = "other/model",
        });
        _asked.Should().OnlyContain(call => call.Model == "other/model");
    }

    [Fact]
    public async Task A_failed_repetition_leaves_the_others()
    {
        var outcomes = await JudgeAsync(
            [Answer("LOOK-A", 0.2), new ScriptEntry { Error = ModelErrorKind.Refused }],
            judges: 1, options: new PanelOptions(null, 2, null));

        outcomes.Single().Judgement!.Scores.Should().Equal(0.2);
        outcomes.Single().Judgement!.Problems.Should().ContainSingle();
    }

    [Fact]
    public void Repetitions_and_forced_calls_are_told_apart_by_the_cache()
    {
        Enumerable.Range(0, 3).Select(new PanelOptions(null, 3, null).RolloutOf).Should().Equal(null, 1, 2);
        Enumerable.Range(0, 3).Select(new PanelOptions(null, 3, 700).RolloutOf).Should().Equal(700, 701, 702);
    }

    [Fact]
    public async Task A_panel_takes_as_long_as_its_slowest_call()
    {
        var time = new ManualTime();
        var answers = Enumerable.Range(1, 30)
            .Select(number => Answer("LOOK-", 0.5) with { Delay = TimeSpan.FromSeconds(number) });
        var judging = JudgeAsync([.. answers], judges: 10, options: new PanelOptions(null, 3, null), time: time);
        await Eventually.True(() => _asked.Count == 30);

        time.Advance(TimeSpan.FromSeconds(30));

        (await judging).Should().HaveCount(10).And.OnlyContain(outcome => outcome.Judgement!.Scores.Count == 3);
    }

    [Fact]
    public async Task Secrets_a_judge_repeats_are_taken_out()
    {
        var outcomes = await JudgeAsync([Answer("LOOK-A", 0.2, "It has hunter2hunter2 in it.")], judges: 1);

        outcomes.Single().Judgement!.Feedback.Should().Be("It has [redacted] in it.");
    }

    private Task<IReadOnlyList<JudgeOutcome>> JudgeAsync(
        ScriptEntry[] answers, int judges = 2, PanelOptions? options = null, TimeProvider? time = null)
    {
        var model = new ScriptedChatClient(new Script(answers), time: time);
        var evidence = new EvidenceCheck([], (_, _) => Task.FromResult<IReadOnlyDictionary<string, int>>(
            new Dictionary<string, int> { ["a.cs"] = 10 }));
        var panel = new JudgePanel(
            new RecordingModels(this, model), evidence,
            text => text.Replace("hunter2hunter2", "[redacted]", StringComparison.Ordinal));
        return panel.JudgeAsync(
            [.. Enumerable.Range(0, judges).Select(number => (char)('a' + number)).Select(letter =>
                new Judge($"{letter}", 0.5, $"vendor/{letter}", $"LOOK-{char.ToUpperInvariant(letter)}"))],
            Material, options ?? new PanelOptions(null, 1, null), outcome =>
            {
                lock (_done)
                {
                    _done.Add(outcome.Judge.Name);
                }
            }, default);
    }

    private static ScriptEntry Answer(string when, double score, string feedback = "Fine.") => new()
    {
        When = when,
        Outputs = FieldValues.Of(("criteria", Array.Empty<FieldValues>()), ("feedback", feedback), ("score", score)),
    };

    private sealed class RecordingModels(JudgePanelTests test, IChatClient shared) : ILanguageModels
    {
        public bool IsConfigured => true;

        public IChatClient Open(string? model = null) => new Client(test, model, shared);
    }

    private sealed class Client(JudgePanelTests test, string? name, IChatClient model) : DelegatingChatClient(model)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var all = messages.ToList();
            var answer = base.GetResponseAsync(all, options, cancellationToken);
            test._asked.Enqueue((name, all[0].Text, all[1].Text));
            return answer;
        }
    }
}
