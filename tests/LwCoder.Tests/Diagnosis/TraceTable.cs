using LwCoder.Agents.Events;
using LwCoder.Diagnosis;
using LwCoder.Tests.Support;
using static LwCoder.Diagnosis.FailureCategory;

namespace LwCoder.Tests.Diagnosis;

/// <summary>Sessions as they go well, and as they go wrong, with what is to be said of each.</summary>
internal static partial class TraceTable
{
    public static IReadOnlyList<(string Name, FailureCategory Expected, SessionTrace Trace)> Rows { get; } =
        [.. Healthy(), .. HealthyRepetition(), .. Sick(), .. SickVariation()];

    private static IEnumerable<(string, FailureCategory, SessionTrace)> Healthy()
    {
        yield return ("a small change", None,
            New().Read("a.cs", "1").Edit("a.cs", "1", "2").Bash("dotnet test", "passed").Done());
        yield return ("300 tool calls", None, New().Times(100, (t, i) => t
            .Read($"f{i}.cs", $"text {i}").Edit($"f{i}.cs", $"{i}", $"{i}!").Bash($"dotnet build p{i}", $"built {i}")).Done());
        yield return ("tests after each of 40 edits, failing all the same", None, New().Times(40, (t, i) => t
            .Edit("a.cs", $"{i}", $"{i + 1}").Bash("pytest -q", "1 failed, 3 passed in 0.4s", 1))
            .Bash("pytest -q", "4 passed").Done());
        yield return ("the tests twice in a row", None, New().Edit("a.cs", "1", "2")
            .Bash("pytest", "ok").Bash("pytest", "ok").Done());
        yield return ("150 different files read before one edit", None, New()
            .Times(150, (t, i) => t.Read($"src/{i}.py", $"def f{i}(): pass")).Edit("src/1.py", "pass", "return 1").Done());
        yield return ("80 searches for different things", None, New()
            .Times(80, (t, i) => t.Search($"name{i}", $"src/{i}.py:1")).Edit("a.py", "x", "y").Done());
        yield return ("one large file in 60 pieces", None, New()
            .Times(60, (t, i) => t.Call("Read", new() { ["file_path"] = "big.log", ["offset"] = $"{i * 100}" }, $"piece {i}"))
            .Edit("a.py", "x", "y").Done());
        yield return ("five files, each read again after its edits", None, New().Times(50, (t, i) => t
            .Read($"f{i % 5}.cs", $"v{i}").Edit($"f{i % 5}.cs", $"v{i}", $"v{i + 5}")).Done());
        yield return ("a build that is waited for with sleep", None, New()
            .Times(20, (t, _) => t.Bash("sleep 20; tail -n 1 build.log", "still building")).Bash("tail -n 1 build.log", "done")
            .Edit("a.cs", "1", "2").Done());
        yield return ("a background task that is asked for its output", None, New()
            .Times(25, (t, _) => t.Call("BashOutput", new() { ["bash_id"] = "b1" }, "(no new output)"))
            .Edit("a.cs", "1", "2").Done());
        yield return ("git status between all steps", None, New().Times(40, (t, i) => t
            .Edit($"f{i}.cs", "a", "b").Bash("git status --short", $" M f{i}.cs").Bash("git diff --stat", $"{i} files")).Done());
        yield return ("a formatter run by the shell between equal tests", None, New().Times(10, (t, _) => t
            .Changes().Bash("ruff format .", "1 file reformatted").Bash("pytest", "1 failed", 1))
            .Bash("pytest", "passed").Done());
        yield return ("a script that changes files and prints nothing", None, New()
            .Times(12, (t, _) => t.Changes().Bash("python step.py", "")).Done());
        yield return ("three subagents that read the same files", None, New().Times(3, (t, i) => t
            .In($"task-{i}").Times(12, (s, j) => s.Read($"f{j}.cs", $"{j}")).In(null)).Edit("f1.cs", "1", "2").Done());
        yield return ("a list of tasks rewritten after every step", None, New().Times(40, (t, i) => t
            .Call("TodoWrite", new() { ["todos"] = "same" }, "ok").Edit($"f{i}.cs", "a", "b")).Done());
        yield return ("a long explanation in 15 messages", None, New().Times(15, (t, i) => t.Say($"Point {i}."))
            .Edit("a.cs", "1", "2").Done());
        yield return ("provider errors that pass", None, New().Times(8, (t, i) => t
            .Error(ErrorClass.Provider, "overloaded").Read($"{i}.cs", $"{i}")).Edit("a.cs", "1", "2").Done());
        yield return ("failing edits that are put right at once", None, New().Times(12, (t, i) => t
            .FailedEdit($"f{i}.cs", "wrong").Read($"f{i}.cs", $"{i}").Edit($"f{i}.cs", $"{i}", "x")).Done());
        yield return ("a change made, measured, taken back and made better", None, New()
            .Edit("a.cs", "1", "2").Bash("bench", "slow").Edit("a.cs", "2", "1").Edit("a.cs", "1", "3")
            .Bash("bench", "fast").Done());
        yield return ("nine dollars in 400 steps", None, New().Times(200, (t, i) => t
            .Uses(1000, 100, 0.045m).Edit($"f{i}.cs", "a", "b").Bash($"make {i}", $"{i}")).Done());
        yield return ("forty imputed dollars of a subscription", None, New().Times(40, (t, i) => t
            .Uses(100_000, 900, 1, CostSource.Imputed).Edit($"f{i}.cs", "a", "b")).Done());
        yield return ("a test that takes 40 minutes", None, New()
            .Edit("a.cs", "1", "2").Bash("make long-test", "").After(TimeSpan.FromMinutes(14)).Say("Still fine.").Done());
        yield return ("the same command in other folders", None, New().Times(30, (t, i) => t
            .Changes().Bash($"cd pkg{i} && npm install", "added 1 package")).Done());
        yield return ("a retried download that works the third time", None, New()
            .Bash("curl -fO x", "timed out", 28).Bash("curl -fO x", "timed out", 28).Changes().Bash("curl -fO x", "").Done());
    }

    private static IEnumerable<(string, FailureCategory, SessionTrace)> Sick()
    {
        yield return ("a failing make, for ever", InfiniteRetry, New().Edit("a", "1", "2")
            .Times(50, (t, _) => t.Bash("make", "No rule to make target", 2)));
        yield return ("failing tests, for ever, each a little faster", InfiniteRetry, New()
            .Times(50, (t, i) => t.Bash("pytest", $"1 failed in 0.{i}s", 1)));
        yield return ("an edit that never matches", InfiniteRetry, New()
            .Times(50, (t, _) => t.FailedEdit("a.cs", "no such text")));
        yield return ("an edit and a test that fail in turn", InfiniteRetry, New()
            .Times(50, (t, _) => t.FailedEdit("a.cs", "no such text").Bash("pytest", "1 failed", 1)));
        yield return ("a missing program that is called in many ways", InfiniteRetry, New()
            .Times(12, (t, i) => t.Bash($"docker compose up -d s{i}", "docker: command not found", 127)).Fails());
        yield return ("a server that cannot be reached", InfiniteRetry, New().Say("I fetch it.")
            .Times(6, (
                t, i) => t.Call("WebFetch", new() { ["url"] = $"http://x/{i}" }, "connection refused", isError: true)).Fails());

        yield return ("a call that always comes to the same, without failing", InfiniteRetry, New().Edit("a", "1", "2")
            .Times(9, (t, _) => t.Bash("git log --oneline", "abc first")));
        yield return ("two calls in turn, without failing", InfiniteRetry, New().Read("a", "1").Edit("a", "1", "2")
            .Times(9, (t, _) => t.Bash("git status", "clean").Bash("git log", "abc first")));

        yield return ("the same three files over and over", ContextExhaustion, New()
            .Times(60, (t, i) => t.Read($"f{i * i % 3}.cs", $"text {i * i % 3}").Search($"n{i * i * i % 2}", "x")));
        yield return ("five files in no order", ContextExhaustion, New()
            .Times(60, (t, i) => t.Read($"f{i * (i + 1) / 2 % 5}.cs", $"text {i * (i + 1) / 2 % 5}")));
        yield return ("forty files read and given up", ContextExhaustion, New()
            .Times(40, (t, i) => t.Read($"f{i}.cs", $"text {i}")).Fails("The context is full."));
        yield return ("searches and reads without an end, by a shell", ContextExhaustion, New()
            .Times(15, (t, i) => t.Bash($"grep -rn name{i} src", $"{i}").Bash($"cat src/{i}.py", $"text {i}")).Fails());
        yield return ("a listing that is read twenty times", ContextExhaustion, New()
            .Times(12, (t, i) => t.Read($"docs/{i}.md", $"page {i}").Search("TODO", $"{i} hits")).Fails());

        yield return ("sixteen files changed and given up", ScopeCreep, New()
            .Times(16, (t, i) => t.Edit($"f{i}.cs", "a", "b")).Fails());
        yield return ("a refactoring of everything until the money is gone", ScopeCreep, New()
            .Times(60, (t, i) => t.Uses(9000, 900, 0.3m).Edit($"f{i}.cs", "a", "b").Bash($"make {i}", "ok")));
        yield return ("ten edits and no end", ScopeCreep, New()
            .Times(10, (t, i) => t.Edit($"f{i}.cs", "a", "b").Bash($"make {i}", "ok")).Fails());
        yield return ("new features beside the task", ScopeCreep, New().Times(20, (t, i) => t
            .Changes().Call("Write", new() { ["file_path"] = $"feature{i}.cs", ["content"] = $"{i}" }, "created")).Fails());

        yield return ("talk and only talk", StuckOnApproval, New()
            .Times(30, (t, i) => t.Say($"Let me think about it again, {i}.")));
        yield return ("may I", StuckOnApproval, New().Read("a.cs", "1").Times(4, (t, _) => t.Say("May I proceed?")).Done());
        yield return ("a question that is asked again and again", StuckOnApproval, New()
            .Times(8, (t, _) =>
                t.Say("I need your permission.").Call("AskUserQuestion", new() { ["question"] = "ok?" }, "", true)).Fails());
        yield return ("please confirm", StuckOnApproval, New().Search("x", "y").Read("a.cs", "1")
            .Say("Plan: change a.cs.").Say("Please CONFIRM it.").Say("I wait.").Done());

        yield return ("to and fro", ModelConfusion,
            New().Times(6, (t, _) => t.Edit("a.cs", "1", "2").Edit("a.cs", "2", "1")).Fails());
        yield return ("made, restored, made, restored, made", ModelConfusion, New().Times(3, (t, i) => t
            .Edit("a.cs", "1", $"{i}").Changes().Bash("git checkout -- a.cs", "")).Edit("a.cs", "1", "4").Fails());
        yield return ("everything it touches fails", ModelConfusion, New()
            .Read("a", "1").Read("b", "2").Call("Read", new() { ["file_path"] = "none" }, "no such file", true)
            .Edit("a", "1", "2").Edit("b", "1", "2").FailedEdit("a", "9")
            .Bash("ls -R /proj | wc", "1").Bash("x", "ok").Bash("cc a.c", "error", 1)
            .Call("mcp__db__query", [], "ok").Call("mcp__db__schema", [], "ok")
            .Call("mcp__db__query", [], "denied", true).Fails());
        yield return ("nothing that a rule knows", ModelConfusion, New().Read("a", "1").Say("I cannot do this.").Fails());

        yield return ("a login that is refused", LoginRequired, New().Error(ErrorClass.Login, "401").Fails());
        yield return ("a limit of the account", LimitReached, New().Read("a", "1").Error(ErrorClass.Limit, "429").Fails());
        yield return ("a provider that is down", ProviderFailed, New()
            .Times(30, (t, _) => t.After(TimeSpan.FromMinutes(1)).Error(ErrorClass.Provider, "overloaded")));
        yield return ("five hundred steps of a large plan", BudgetUsedUp, New()
            .Times(260, (t, i) => t.Uses(900, 90, 0.01m).Read($"{i}.cs", $"{i}").Uses(900, 90, 0.01m).Bash($"make {i}", $"{i}")));
        yield return ("noise that is not the provider's", AgentHung, New()
            .Times(30, (t, _) => t.After(TimeSpan.FromMinutes(1)).Error(ErrorClass.Other, "retry")));
        yield return ("a model that is not there", ModelUnavailable, New().Error(ErrorClass.Model, "404").Fails());
        yield return ("a limit that the agent keeps itself", BudgetUsedUp, New()
            .Bash("ls", "a").Error(ErrorClass.Budget, "the limit of 1 steps is reached").Fails());
        yield return ("a bug in the agent", AgentCrashed, New().Bash("ls", "a").Error(ErrorClass.Other, "undefined").Fails());
        yield return ("what only a person may do", NeedsPerson, New()
            .Error(ErrorClass.Permission, "Bash was not allowed").Fails());
    }

    private static SessionTrace New() => new SessionTrace().Begin();
}
