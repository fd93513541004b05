using System.CommandLine;

namespace LwCoder.Commands.Demo;

/// <summary>`lw_coder demo`: the whole of lw_coder on a small repository made for it.</summary>
internal static class DemoCommand
{
    public static Command Create(Services services, Func<DemoOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => new DemoHandler(
            services.Git, services.RunAsDemoAsync, services.Error, services.Time).RunAsync(options, cancel);
        var keep = new Option<bool>("--keep") { Description = "Keep the demo's folder, to look around in it." };
        var command = new Command("demo", "See lw_coder work: a small repository, a plan, and an agent that plays a script.")
        {
            keep,
        };
        command.SetAction((parsed, cancel) => run(new DemoOptions(parsed.GetValue(keep)), cancel));
        return command;
    }
}

internal sealed record DemoOptions(bool Keep);
