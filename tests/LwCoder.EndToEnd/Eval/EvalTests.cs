using System.Text.Json.Nodes;
using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Eval;

/// <summary>`eval` as a user has it: the installed tool, an agent's real work, the test runners of three languages.</summary>
public sealed class EvalTests
{
    private const string Planted = "planted-0123456789abcdef";
    private const string Script = "evidence";

    [FactNeeding(Need.Node)]
    public Task JavaScript_tests_are_counted_before_and_after() => CountsAsync(SampleProject.JavaScript);

    [FactNeeding(Need.Pytest)]
    public Task Python_tests_are_counted_before_and_after() => CountsAsync(SampleProject.Python);

    [FactNeeding]
    public Task CSharp_tests_are_counted_before_and_after() => CountsAsync(SampleProject.CSharp);

    [FactNeeding(Need.Node)]
    public Task A_deleted_JavaScript_test_is_reported() => ReportsAsync(SampleProject.JavaScript);

    [FactNeeding(Need.Pytest)]
    public Task A_deleted_Python_test_is_reported() => ReportsAsync(SampleProject.Python);

    [FactNeeding]
    public Task A_deleted_CSharp_test_is_reported() => ReportsAsync(SampleProject.CSharp);

    [FactNeeding(Need.Node)]
    public Task A_key_that_mini_meets_is_nowhere() => IsNowhereAsync("mini");

    [FactNeeding(Need.Node, Need.Claude, Need.Bwrap)]
    public Task A_key_that_Claude_Code_meets_is_nowhere() => IsNowhereAsync("claude-code");

    [FactNeeding(Need.Node, Need.Droid, Need.Bwrap)]
    public Task A_key_that_droid_meets_is_nowhere() => IsNowhereAsync("droid");

    [FactNeeding(Need.Docker)]
    public async Task In_a_container_the_tests_run_as_well()
    {
        var project = new SampleProject(
            "sh tests.sh", "sed -i s/not// tests.sh", "true", "adds",
            ("tests.sh", "echo TAP version 13; echo 1..1; echo not ok 1 - adds\n"));
        await using var bench = await CodedAsync(project, project.Mend, "docker");

        var plan = Plan(await EvalAsync(bench, "--verdict", "accept", "--json"));

        ((string)plan["tests_after"]!["sandbox"]!).Should().Be("docker");
        ((int)plan["tests_before"]!["failed_tests"]!).Should().Be(1);
        ((int)plan["tests_after"]!["passed_tests"]!).Should().Be(1);
        (await bench.ContainersAsync()).Should().BeEmpty();
    }

    /// <summary>The agent prints a planted key, and writes it into the project.</summary>
    private static async Task IsNowhereAsync(string tool)
    {
        await using var bench = await CodedAsync(
            SampleProject.JavaScript,
            $"echo the key is $PLANTED_API_KEY; echo key=$PLANTED_API_KEY > key.ini; {SampleProject.JavaScript.Mend}",
            "host", tool);

        var run = await EvalAsync(bench, "--feedback", $"Why was {Planted} shown?");

        run.Output.Should().Contain("1 fail to pass");
        (run.Output + run.Error).Should().NotContain(Planted);
        File.ReadAllText(bench.Repository[".lw_coder", "worktrees", ScratchRepository.PlanId, "key.ini"])
            .Should().Contain(Planted, "the work itself is left alone");
        File.ReadAllText(bench.Repository[".lw_coder", "training_data", ScratchRepository.PlanId, "code_trace.md"])
            .Should().Contain("**Tool: ").And.Contain("the key is [redacted:PLANTED_API_KEY]");
        FilesWithKey(bench).Should().BeEmpty();
        bench.Server.Requests.Where(request => request.Script == Script)
            .Should().NotBeEmpty().And.OnlyContain(request => !request.Conversation!.AllText.Contains(Planted));
    }

    private static IEnumerable<string> FilesWithKey(Workbench bench)
    {
        var places = new[]
        {
            bench.Repository[".lw_coder", "training_data"], bench.Repository[".lw_coder", "runs"],
            bench.Home[".lw_coder", "logs"],
        };
        foreach (var place in places)
        {
            var files = Directory.GetFiles(place, "*", SearchOption.AllDirectories);
            files.Should().NotBeEmpty();
            foreach (var file in files.Where(file => File.ReadAllText(file).Contains(Planted, StringComparison.Ordinal)))
            {
                yield return Path.GetRelativePath(bench.Repository.Path, file);
            }
        }
    }

    [FactNeeding(Need.Bwrap)]
    public async Task A_killed_eval_is_cleaned_up_after_and_goes_on_where_it_was()
    {
        var project = new SampleProject(
            "sh tests.sh", "echo hello > hello.txt", "true", "",
            ("tests.sh", "test ! -e hello.txt || test -e goes-on || sleep 600\necho TAP version 13; echo 1..1; echo ok 1 - a\n"));
        await using var bench = await CodedAsync(project, project.Mend, "host");
        var runs = bench.Repository[".lw_coder", "runs", ScratchRepository.PlanId, "eval"];
        var checkouts = bench.Repository[".lw_coder", "checkouts"];
        await using (var eval = await bench.StartAsync("eval", "plan.md", "--trust", "--verdict", "accept"))
        {
            // The side without the change is done, and the other hangs.
            await Limited.UntilAsync(
                () => File.Exists(Path.Combine(runs, "test_cases_before.json"))
                    && Directory.GetFiles(checkouts, "*.owner") is [var owner]
                    && File.Exists(Path.Combine(owner[..^".owner".Length], "tree", "hello.txt")),
                "eval did not come to the tests of the change");
            (await bench.RunProgramAsync("/", "kill", "-9", $"{eval.Id}")).ExitCode.Should().Be(0);
            await eval.Exited.WaitAsync(Limited.Patience);
        }
        Directory.Exists(bench.Repository[".lw_coder", "training_data", ScratchRepository.PlanId]).Should().BeFalse();
        (await bench.RunAsync("gc", "--dry-run")).Output.Should().Contain("checkouts of killed evaluations");
        await File.WriteAllTextAsync(
            Path.Combine(bench.Repository[".lw_coder", "worktrees", ScratchRepository.PlanId], "goes-on"), "");

        var run = await EvalAsync(bench, "--verdict", "accept");

        run.Error.Should().Contain("tests before: known of this change, skipped").And.Contain("tests after: running");
        run.Output.Should().Contain("after     1 passed, 0 failed");
        Directory.GetFiles(checkouts, "*.owner").Should().BeEmpty("what the killed one left is gone");
        File.Exists(Path.Combine(bench.Repository[".lw_coder", "training_data", ScratchRepository.PlanId], "metadata.json"))
            .Should().BeTrue();
    }

    private static async Task CountsAsync(SampleProject project)
    {
        await using var bench = await CodedAsync(project, project.Mend, "host");

        var plan = Plan(await EvalAsync(bench, "--verdict", "accept", "--feedback", "As it should be.", "--json"));

        Counts(plan["tests_before"]!).Should().Be((2, 1, 1));
        Counts(plan["tests_after"]!).Should().Be((2, 2, 0));
        plan["tests_after"]!["fail_to_pass"]!.AsArray().Select(name => (string)name!).Should().Equal(project.Failing);
        plan["tests_after"]!["tampering"]!.AsArray().Should().BeEmpty();
        ((double)plan["weighted_score"]!).Should().Be(0.5);
        var sample = (string)plan["sample"]!;
        sample.Should().Be(bench.Repository[".lw_coder", "training_data", ScratchRepository.PlanId]);
        Directory.EnumerateFiles(sample).Select(Path.GetFileName).Should().Contain(
            [
                "plan.md", "code_trace.md", "code_trace_summary.md", "ai_changes.patch", "human_feedback.md", "metadata.json",
                "judge_code-reuse.json", "judge_plan-compliance.json", "test_results_before.json", "test_results_after.json",
            ]);
        var there = await bench.Repository.GitInWorktreeAsync("status", "--porcelain", "--ignored", "--", ".", ":!.lw_coder");
        there.Should().NotContain("!!", "what runners leave behind is left elsewhere");
    }

    private static async Task ReportsAsync(SampleProject project)
    {
        await using var bench = await CodedAsync(project, project.Cheat, "host");

        var run = await EvalAsync(bench, "--verdict", "reject");

        run.Output.Should().Contain("0 failed, 0 skipped of 1, by ").And.Contain($"test deleted: {project.Failing} in ");
        (await bench.RunAsync("eval", "plan.md", "--require-tests")).ShouldEndWith(ExitCode.ChecksFailed);
    }

    private static (int Total, int Passed, int Failed) Counts(JsonNode side) =>
        ((int)side["total_tests"]!, (int)side["passed_tests"]!, (int)side["failed_tests"]!);

    private static JsonNode Plan(ToolRun run) => JsonNode.Parse(run.Output)!["plans"]![0]!;

    private static async Task<ToolRun> EvalAsync(Workbench bench, params string[] flags) =>
        (await bench.RunAsync(["eval", "plan.md", "--trust", .. flags])).ShouldEndWith(ExitCode.Done);

    /// <summary>A project on which an agent has worked, and then a model for `eval` that repeats the key.</summary>
    private static async Task<Workbench> CodedAsync(SampleProject project, string work, string sandbox, string tool = "mini")
    {
        var bench = await Workbench.CreateAsync(shell: work);
        try
        {
            await project.AddToAsync(bench.Repository);
            await bench.InitialiseAsync();
            await bench.ConfigureAsync(
                Workbench.HostNetwork, "forward_env = ['OPENROUTER_*', 'PLANTED_*']",
                "[eval]", $"test_command = '{project.Command}'");
            bench.Environment["PLANTED_API_KEY"] = Planted;
            bench.Environment["OPENROUTER_API_KEY"] = "sk-dummy";
            bench.Environment["OPENROUTER_MODEL"] = "scripted";
            bench.Environment["OPENROUTER_BASE_URL"] = bench.Server.Address("shell") + "/v1";
            (await bench.CodeAsync(tool, "--sandbox", sandbox, "--trust")).ShouldEndWith(ExitCode.Done);
            bench.Server.AddAnswer(Script, conversation => conversation.System.Contains("narrative", StringComparison.Ordinal)
                ? $"<<<narrative>>>\nIt printed {Planted}.\n\n<<<end of answer>>>"
                : $"<<<criteria>>>\n[]\n\n<<<feedback>>>\nI saw {Planted}.\n\n<<<score>>>\n0.5\n\n<<<end of answer>>>");
            bench.Environment["OPENROUTER_BASE_URL"] = bench.Server.Address(Script) + "/v1";
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }
}
