using System.Runtime.Versioning;
using LwCoder.Prompting.Scripting;
using LwCoder.Runs;
using LwCoder.Telemetry;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Commands.Optimize;

/// <summary>Commands that would use what was compiled, and a store that cannot be asked for it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StoreOutOfReachTests
{
    private const string Warning = "compiled prompts cannot be looked up, so lw_coder's own are used";

    [Theory]
    [InlineData("down")]
    [InlineData("wrong password")]
    [InlineData("no such database")]
    public async Task Every_command_goes_on_with_what_was_written_by_hand(string fault)
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, each: 0);
        using var closed = new ClosedPort();
        var (address, password) = fault == "down"
            ? ($"mysql://lw@127.0.0.1:{closed.Number}/shop", "x")
            : await FaultyAsync(fault);
        TestServices LwCoder(ModelsByText models)
        {
            var services = repository.LwCoder(models);
            services.Variables["LW_CODER_STORE_URL"] = address;
            services.Variables[StoreAddress.PasswordVariable] = password;
            return services;
        }
        foreach (var plan in new[] { "first", "second" })
        {
            repository.Write($"tasks/{plan}.md",
                $"---\nplan_id: {plan}\ngit_sha: \"{new string('0', 40)}\"\nstatus: draft\n---\nSay hello.\n");
        }
        ScriptEntry[] sick = [MiniScript.Bash("make hello") with { Repeat = true }],
        cured = [MiniScript.Write("hello.txt", "hello\n"), MiniScript.Finish()];
        var sessions = new ScriptedSessions(sick, cured, sick, cured);
        async Task RunsAsync(int exitCode, params string[] command)
        {
            var services = LwCoder(new ModelsByText(_ => "", sessions));
            (await services.RunAsync(command)).Should().Be(exitCode, services.Narrated);
            services.Narrated.Should().Contain(Warning, string.Join(' ', command));
        }

        string[] mini = ["--tool", "mini", "--sandbox", "host", "--headless"];
        await RunsAsync(0, ["code", "first", .. mini]);
        await RunsAsync((int)ExitCode.LimitReached, ["code", "second", "--recover", "0", .. mini]);
        await RunsAsync(0, "diagnose", "second");
        await RunsAsync(0, "recover", "second", "--headless");

        var runs = new RunCatalog(Path.Combine(repository.State, "runs")).List().Select(run => run.ReadManifest()).ToList();
        runs.Should().HaveCount(4);
        runs.Select(run => run.RecoveryOf?.Prompt).OfType<string>().Should().Equal("template", "template");
        runs.Select(run => run.Diagnosis?.DecidedBy).OfType<string>().Should().Contain("rules").And.NotContain("classifier");
        runs.Should().OnlyContain(run => run.CompiledPrompts.Count == 0);
        var splitting = LwCoder(new ModelsByText(_ => "<<<subtasks>>>\n" + string.Concat(Enumerable.Range(0, 3).Select(number =>
            $"- {{title: Step {number}, cost_usd: 1, scope: [src]}}\n")) + "\n<<<end of answer>>>"));
        (await splitting.RunAsync("plan", "decompose", "first")).Should().Be(0, splitting.Narrated);
        splitting.Narrated.Should().Contain(Warning);
    }

    private static async Task<(string Address, string Password)> FaultyAsync(string fault)
    {
        var server = await MariaDbServer.GetAsync();
        return (server.Address("missing").ToString(), fault == "wrong password" ? "wrong" : MariaDbServer.Password);
    }
}
