using LwCoder.Commands.Candidates;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;

namespace LwCoder.Tests.Commands.Candidates;

public sealed class ReplayBoardTests
{
    private static readonly PastPlan Plan = new("add-hello", new string('1', 40), []);

    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly IReadOnlyList<ComparisonTask> _tasks = ComparisonTask.All(
        [Plan], Source("active"), [Source("candidate-001")], attempts: 1,
        (plan, source, attempt) => new ReplayJob(
            plan.Id, plan.Sha256, plan.BaseSha, attempt, source.Fingerprint, "mini", null, "host", true, false, 60,
            new ReplayAuthor("Ada", "ada@example.org")));

    [Fact]
    public void In_a_terminal_a_table_is_drawn_over_itself()
    {
        var board = new ReplayBoard(_error, width: 80, _tasks);
        board.Began(_tasks[0]);
        board.Ended(_tasks[0], Scored(_tasks[0], 0.5));

        _error.ToString().Should().Be(
            "active             0/2 replayed  mean     -  $0.00  now: add-hello\n"
            + "candidate-001      0/1 replayed  mean     -  $0.00\n"
            + "\u001b[2F\u001b[J"
            + "active             1/2 replayed  mean 0.500  $0.10\n"
            + "candidate-001      0/1 replayed  mean     -  $0.00\n");
    }

    [Fact]
    public void A_narrow_terminal_gets_short_lines()
    {
        new ReplayBoard(_error, width: 40, _tasks).Began(_tasks[0]);

        _error.ToString().Split('\n').Should().OnlyContain(line => line.Length < 40);
    }

    [Fact]
    public void Elsewhere_each_replay_that_ended_is_a_line()
    {
        var board = new ReplayBoard(_error, width: null, _tasks);
        board.Known(_tasks[0], Scored(_tasks[0], 0.5));
        board.Began(_tasks[1]);
        board.Ended(_tasks[1], Scored(_tasks[1], 0.75));
        board.Ended(_tasks[2], ReplayResult.Unscored(
            _tasks[2].Job, "limit_reached", "no more\u001b[31m today", Spending.None, 1, ExitCode.LimitReached));

        _error.ToString().Should().MatchRegex(
            @"^\[2/3\] candidate-001 on add-hello, attempt 1: 0.750 \(tests 0.75\), completed, \$0.10, 3 s\n"
            + @"\[2/3\] active on .*, attempt 2: no score, limit_reached: no more \[31m today\n$");
    }

    private static PromptSource Source(string key) => new(key, $"mini/default/{key}", "/prompts", "f00d", []);

    private static ReplayResult Scored(ComparisonTask task, double score) => ReplayResult.Unscored(
        task.Job, "completed", "done", new Spending(0.1m, "billed"), 3, ExitCode.Done)
            with { Score = score, TestScore = score, Files = 1 };
}
