using System.Text;
using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Evaluation.TestReports;
using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Sandboxes;
using LwCoder.Sessions;
using LwCoder.Sessions.Setup;
using LwCoder.Worktrees;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// Runs the tests of one side: in a checkout made for them, in the sandbox the agent had, with the same copies of untracked
/// files and the same setup commands. Everything but the results is gone afterwards.
/// </summary>
/// <param name="redact">Takes the secrets of this machine out of a text, beside those that the tests get.</param>
internal sealed class TestRunner(
    GitCli git, FileSync sync, IProcessRunner processes, Func<string, string> redact, Narrator narrator, TimeProvider time)
{
    private const int MostOutput = 16 << 20;
    private const int MostTail = 8_000;

    /// <returns>What came of it, and of running them once more when some had failed.</returns>
    public async Task<(TestRun First, TestRun? Again)> RunAsync(
        TestComparisonRequest request, TestSide side, TestCommand command, Action<TestProgress> tell, CancellationToken cancel)
    {
        Tell(TestStep.Preparing, command.Text);
        var context = request.Context;
        await using var checkout = await TestCheckout.CreateAsync(
            git, request.Repository, CheckoutShelf.In(context.StateFolder), request.Change.BaseSha,
            side == TestSide.Before ? null : request.Change.PatchToApply, context.Protection.Contained,
            context.Sandbox.MovesPaths, cancel);
        var copied = await sync.CopyAsync(request.Repository, checkout.Worktree, SyncRules.From(context.Settings), cancel);
        var variables = TestEnvironment.Of(context);
        var redactor = new Redactor(
            Secret.FromEnvironment(context.Environment).Concat(FileSecrets.In(checkout.Worktree.Path, copied.Paths)));
        await using var sandbox = await context.Sandbox.PrepareAsync(
            ToSandbox(request, side, checkout, variables), cancel);
        var setup = SetupOf(request, side, checkout);
        try
        {
            await (setup?.BeginAsync(sandbox, redactor, cancel) ?? Task.CompletedTask);
            await using var shell = await sandbox.OpenShellAsync(cancel);
            Tell(TestStep.Running, command.Text);
            var first = await RunOnceAsync();
            if (first is { TimedOut: false, Failures.Count: > 0 })
            {
                Tell(TestStep.RunningAgain, command.Text);
                return (first, await RunOnceAsync());
            }
            return (first, null);

            async Task<TestRun> RunOnceAsync()
            {
                var reports = WrittenReports.Watch(checkout.Worktree.Path, checkout.In("home/" + TestEnvironment.ReportFolder));
                var inside = new ShellCommand(
                    ["sh", "-c", command.Text], context.Settings.Get(EvalSettings.TestTimeout), MostOutput)
                {
                    Heard = line => Tell(TestStep.Output, redact(redactor.Redact(line))),
                    Environment = TestEnvironment.Reports(sandbox.View),
                };
                var started = time.GetTimestamp();
                var ended = await new SandboxShell(processes, shell, "", "", time).RunAsync(inside, cancel);
                var places = new[] { sandbox.View.Workspace, checkout.Worktree.Path };
                return ToRun(ended, time.GetElapsedTime(started), reports.Read(), text => Clean(text, places, redactor));
            }
        }
        finally
        {
            await (setup?.EndAsync(sandbox, redactor) ?? Task.CompletedTask);
        }

        void Tell(TestStep step, string text) => tell(new TestProgress(side, step, text));
    }

    private static TestRun ToRun(
        ShellResult ended, TimeSpan duration, IReadOnlyList<TestReport> files, Func<string, string> clean)
    {
        var output = PlainText.WithoutColours(Encoding.UTF8.GetString(ended.Output));
        var report = TestReportReader.Read(files, output);
        return new TestRun(
            ended.ExitCode, duration,
            report is null ? null : report with { Cases = [.. report.Cases.Select(test => Cleaned(test, clean))] },
            clean(output.Length <= MostTail ? output : output[^MostTail..]));
    }

    private static TestCase Cleaned(TestCase test, Func<string, string> clean) => test with
    {
        Name = clean(test.Name),
        File = test.File is { } file ? clean(file) : null,
        Message = test.Message is { } message ? clean(message) : null,
    };

    /// <summary>Without secrets, and without the place of the checkout, which is another one each time.</summary>
    private string Clean(string text, IEnumerable<string> places, Redactor redactor) => redact(redactor.Redact(
        places.Aggregate(text, (rest, place) => rest.Replace(place + "/", "", StringComparison.Ordinal))));

    private SandboxRequest ToSandbox(
        TestComparisonRequest request, TestSide side, TestCheckout checkout, IReadOnlyDictionary<string, string> variables)
    {
        var (context, agent) = (request.Context, request.Context.Agent);
        // No agent is at work here: its prompts are empty.
        Directory.CreateDirectory(checkout.In("prompts"));
        Directory.CreateDirectory(checkout.In("subagents"));
        File.WriteAllText(checkout.In("prompts/main.md"), "");
        return new SandboxRequest
        {
            RunName = $"tests-{TestSideWords.Of(side)}-{request.PlanId}",
            Tool = agent.Tool,
            Executable = "sh",
            RepositoryRoot = request.Repository.Root,
            Worktree = checkout.Worktree.Path,
            Git = context.Protection.Contained ? checkout.Git : null,
            RunHome = checkout.In("home"),
            ContainerHome = agent.ContainerHome,
            PrepareHome = (home, _) => OwnerOnly.CreateFolder(Path.Combine(home, TestEnvironment.ReportFolder)),
            PromptFile = checkout.In("prompts/main.md"),
            ContainerPromptPath = agent.ContainerPromptPath,
            SubagentFolder = checkout.In("subagents"),
            SubagentFolderInHome = agent.SubagentFolder,
            SecretEnvironment = variables,
            RunDirectory = checkout.In("sandbox"),
            Mounts = context.Protection.Contained && context.SetupSteps.Count > 0
                ? [new SandboxMount(request.PlanPath, ContainerLayout.Plan, Writable: false)]
                : [],
            Limits = context.SandboxLimits,
            DockerRunArguments = context.Settings.Get(CodeSettings.DockerRunArgs),
            DockerBuildArguments = context.Settings.Get(CodeSettings.DockerBuildArgs),
            Say = narrator.Step,
        };
    }

    private CheckoutSetup? SetupOf(TestComparisonRequest request, TestSide side, TestCheckout checkout)
    {
        var setup = new SetupRequest
        {
            Steps = request.Context.SetupSteps,
            RepositoryRoot = request.Repository.Root,
            Worktree = checkout.Worktree.Path,
            GitDirectory = checkout.Worktree.GitDirectory,
            PlanId = request.PlanId,
            PlanPath = request.PlanPath,
            PlanPathInside = ContainerLayout.Plan,
            LogFile = request.Folder.In($"test_setup_{TestSideWords.Of(side)}.log"),
        };
        return setup.IsNeeded ? new CheckoutSetup(setup, processes, narrator, time) : null;
    }
}
