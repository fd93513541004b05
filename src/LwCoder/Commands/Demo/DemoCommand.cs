using System.CommandLine;

namespace LwCoder.Commands.Demo;

/// <summary>`lw_coder demo`: the whole of lw_coder on a small repository made for it.</summary>
internal static class DemoCommand
{
    public static Command Create(Services services, Func<DemoOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.DemoHandler().RunAsync(options, cancel);

        var keep = new Option<bool>("--keep") { Description = "Keep the demo's folder, to look around in it." };
        var withModel =
            new Option<bool>("--with-model") { Description = "Ask the configured model instead of playing a script." };
        var sandbox = new Option<string?>("--sandbox")
        {
            Description = "Where the agent runs: docker or host. Without it docker if nothing has to be built for it.",
            HelpName = "sandbox",
        };
        sandbox.AcceptOnlyFromAmong("docker", "host");

        var command = new Command("demo", "See lw_coder work: a small repository, a plan, and an agent with scripted answers.")
        {
            keep, withModel, sandbox,
        };
        command.SetAction((parsed, cancel) => run(
            new DemoOptions(parsed.GetValue(keep), parsed.GetValue(withModel), parsed.GetValue(sandbox)), cancel));
        return command;
    }
}

/// <param name="Sandbox">Null to choose.</param>
internal sealed record DemoOptions(bool Keep, bool WithModel, string? Sandbox);
