using LwCoder.Diagnosis;
using LwCoder.Tests.Support;
using static LwCoder.Diagnosis.FailureCategory;

namespace LwCoder.Tests.Diagnosis;

/// <summary>
/// Where healthy and sick sessions look alike: work that repeats itself, and circles that differ a little each time.
/// </summary>
internal static partial class TraceTable
{
    private static IEnumerable<(string, FailureCategory, SessionTrace)> HealthyRepetition()
    {
        yield return ("the tests six times in a row, with thoughts between", None, New()
            .Times(6, (t, i) => t.Bash("dotnet test", "Passed! 120 tests (3 s)").Think($"Is it flaky? {i}"))
            .Edit("a.cs", "1", "2").Done());
        yield return ("failing tests six times, with the same file read between", None, New()
            .Times(6, (t, _) => t.Bash("pytest -q", "1 failed in 0.4s", 1).Read("test_a.py", "def test(): ..."))
            .Edit("a.py", "1", "2").Done());
        yield return ("linter, type checker and tests in turn, five times", None, New()
            .Times(5, (t, _) => t.Bash("ruff check .", "ok").Bash("mypy src", "ok").Bash("pytest", "ok"))
            .Edit("a.py", "1", "2").Done());
        yield return ("one test eight times, to see whether it is flaky", None, New()
            .Times(8, (t, _) => t.Bash("go test -run TestRace ./...", "ok")).Edit("a.go", "1", "2").Done());
        yield return ("a project's own script of tests eight times", None, New()
            .Times(8, (t, i) => t.Bash("./scripts/run-tests.sh --all", $"12 passed in 0.3{i}s")).Edit("a.go", "1", "2").Done());
        yield return ("the same by what runs scripts", None, New()
            .Times(8, (t, i) => t.Bash("cd web && npm run --silent test:unit && sh tests/all.sh", $"12 passed in 0.3{i}s"))
            .Edit("a.go", "1", "2").Done());
        yield return ("something that is waited for and tells only how long", None, New()
            .Times(40, (t, i) => t.Bash("./deploy status", $"pending, {12 + i}s elapsed")).Edit("a.tf", "1", "2").Done());
        yield return ("containers that come up", None, New()
            .Times(12, (t, i) => t.Bash("docker compose ps", $"db  Up {i} seconds (starting)")).Edit("a.yml", "1", "2").Done());
        yield return ("containers that do not come up yet", None, New()
            .Times(12, (t, _) => t.Bash("docker compose ps", "db  created")).Edit("a.yml", "1", "2").Done());
        yield return ("a run of the CI that is polled", None, New()
            .Times(15, (t, _) => t.Bash("gh run view 42", "in_progress")).Edit("a.yml", "1", "2").Done());
        yield return ("a server that is not up yet", None, New()
            .Times(12, (t, _) => t.Bash("curl -sf localhost:3000/health", "", 7)).Bash("curl -sf localhost:3000/health", "ok")
            .Edit("a.ts", "1", "2").Done());
        yield return ("a log that is followed for a minute at a time", None, New()
            .Times(6, (t, _) => t.Bash("timeout 60 tail -f server.log", "", 124)).Edit("a.ts", "1", "2").Done());
        yield return ("pods that start", None, New()
            .Times(10, (t, _) => t.Bash("kubectl -n dev get pods", "api 0/1 ContainerCreating")).Edit("a.yml", "1", "2").Done());
        yield return ("a background task's file that is read again", None, New()
            .Times(10, (t, _) => t.Read("/tmp/claude/tasks/b1.output", "Compiling...")).Edit("a.rs", "1", "2").Done());
        yield return ("a page in a browser that loads", None, New()
            .Times(15, (t, _) => t.Call("mcp__playwright__browser_snapshot", [], "Loading...")).Edit("a.tsx", "1", "2").Done());
        yield return ("a build that runs into a time limit and gets on each time", None, New()
            .Times(8, (t, _) => t.Builds().Bash("cargo build", "Command timed out after 2m 0.0s", 143))
            .Edit("a.rs", "1", "2").Done());
        yield return ("an installation from a bad network, with other words each time", None, New()
            .Times(9, (t, i) => t.Bash("npm ci", $"ETIMEDOUT registry, got package-{i * 7}", 1)).Edit("a.ts", "1", "2").Done());
        yield return ("the same file four times, after the context was compacted", None, New()
            .Times(4, (t, i) => t.Read("a.cs", "text").Think($"Again, as I have lost it, {i}.")).Edit("a.cs", "1", "2").Done());
        yield return ("git status four times in a row", None, New()
            .Times(4, (t, _) => t.Bash("git status", "nothing to commit")).Edit("a.cs", "1", "2").Done());
        yield return ("four files compared to and fro before one large edit", None, New()
            .Times(26, (t, i) => t.Read($"f{i * (i + 1) / 2 % 4}.cs", $"text {i * (i + 1) / 2 % 4}"))
            .Edit("f1.cs", "1", "2").Done());
        yield return ("eight subagents that run the same command", None, New()
            .Times(8, (t, i) => t.In($"task-{i}").Bash("git diff main", "+1").Read("a.cs", "1").In(null))
            .Edit("a.cs", "1", "2").Done());
        yield return ("a list of tasks written ten times in a row", None, New()
            .Times(10, (t, _) => t.Todo("1. think")).Edit("a.cs", "1", "2").Done());
        yield return ("300 calls: reads, searches, edits, tests again and again", None, New().Times(30, (t, i) => t
            .Read($"f{i % 7}.cs", $"v{i}").Search($"name{i}", $"{i} hits").Bash("dotnet test", "1 failed", 1)
            .Bash("dotnet test", "1 failed", 1)
            .Read($"f{i % 7}.cs", $"v{i}").Todo($"step {i}").Edit($"f{i % 7}.cs", $"v{i}", $"v{i + 1}")
            .Times(3, (s, _) => s.Bash("dotnet test", "ok"))).Done());
        yield return ("300 calls that are looked at with git all the time", None, New().Times(75, (t, i) => t
            .Edit($"f{i % 9}.cs", $"{i}", $"{i + 1}").Bash("git status --short", " M f.cs").Bash("git status --short", " M f.cs")
            .Bash("make", "ok")).Done());
    }

    private static IEnumerable<(string, FailureCategory, SessionTrace)> SickVariation()
    {
        yield return ("an error with another process each time", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("./serve", $"error: port in use by pid {4000 + i}", 1)));
        yield return ("a log line with another process each time", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("./serve", $"serve[{4000 + (i * 3)}]: cannot bind", 1)));
        yield return ("an error with another temporary file each time", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("make", $"/tmp/cc{i:x8}.o: undefined reference to `main'", 2)));
        yield return ("an error with another temporary folder of macOS each time", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("make", $"/private/var/folders/zz/{i}/T/x.c: no such file", 2)));
        yield return ("an error with another identifier each time", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("aws s3 ls", $"denied, request 6f9619ff-8b86-d011-b42d-00c04f{i:x6}", 255)));
        yield return ("an error with the seconds since 1970", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("./run", $"failed at {1_795_000_000 + i}", 1)));
        yield return ("failing tests with another seed each time", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("rspec", $"1 failure\nRandomized with seed {i * 7919}", 1)));
        yield return ("a counted error", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("./fetch", $"attempt {i} failed: refused", 1)));
        yield return ("a command with other spaces each time", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash($"make{new string(' ', 1 + (i % 9))}all", "No rule to make target", 2)));
        yield return ("a command that counts its attempts", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash($"echo 'attempt {i}' && make", $"attempt {i}\nNo rule to make target", 2)));
        yield return ("a command with another comment each time", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash($"make # now really, {i}", "No rule to make target", 2)));
        yield return ("an error with another date, duration and description each time", InfiniteRetry, New()
            .Times(60, (t, i) => t.Call("Bash", new() { ["command"] = "make", ["description"] = $"Build, the {i}th time" },
                $"2026-11-21T10:{i:00}:07Z error after 0.{i}s", isError: true, 2)));
        yield return ("two calls in turn, A B A B", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("make a", $"fails (pid {i})", 2).Bash("make b", "fails", 2)));
        yield return ("six calls over and over", InfiniteRetry, New()
            .Times(20, (t, _) => t.Times(6, (s, j) => s.Bash($"make target{j}", $"target{j} fails", 2))));
        yield return ("a subagent in circles while its agent waits", InfiniteRetry, New().Read("a.cs", "1").In("task-1")
            .Times(60, (t, _) => t.Bash("make", "No rule to make target", 2)));
        yield return ("failing tests that leave one more report each time", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("dotnet test --logger trx", $"1 failed, see /tmp/results/{i}.trx", 1)));
        yield return ("a server that never comes up", InfiniteRetry, New()
            .Times(60, (t, _) => t.Bash("curl -sf localhost:3000/health", "", 7)));
        yield return ("a browser that is never there", InfiniteRetry, New()
            .Times(60, (t, _) => t.Call("mcp__playwright__browser_navigate", new() { ["url"] = "x" }, "no browser", true)));
        yield return ("three files in circles, with thoughts between", ContextExhaustion, New()
            .Times(60, (t, i) => t.Read($"f{i % 3}.cs", $"text {i % 3}").Think($"Hm, {i}.")));
        yield return ("a list of tasks that is only written", InfiniteRetry, New()
            .Times(60, (t, _) => t.Todo("1. think about it")));
        yield return ("a failing command beside a sleep in the background", InfiniteRetry, New()
            .Times(60, (t, _) => t.Bash("sleep 600 & make", "No rule to make target", 2)));
        yield return ("tests that pass, over and over", InfiniteRetry, New()
            .Times(60, (t, i) => t.Bash("npm test", $"12 passing ({i}ms)").Think($"I run them once more, {i}.")));
    }
}
