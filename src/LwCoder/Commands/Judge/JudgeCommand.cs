using System.CommandLine;
using LwCoder.Commands.Shared;

namespace LwCoder.Commands.Judge;

/// <summary>`lw_coder judge &lt;plan&gt;`: has every judge of the repository look at a plan's change.</summary>
internal static class JudgeCommand
{
    public static Command Create(Services services, Func<JudgeOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.JudgeHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var plan = PlanArgument.Required();
        var judging = new JudgeFlags();
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };

        var command = new Command("judge", "Have the repository's judges score a plan's change.")
        {
            plan,
        };
        judging.AddTo(command);
        command.Add(json);
        command.SetAction((parsed, cancel) => run(
            new JudgeOptions(
                parsed.GetRequiredValue(plan), judging.Model(parsed), judging.Repeat(parsed), judging.Force(parsed),
                judging.Threshold(parsed), parsed.GetValue(json)),
            cancel));
        return command;
    }
}
