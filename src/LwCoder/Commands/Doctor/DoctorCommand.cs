using System.CommandLine;

namespace LwCoder.Commands.Doctor;

/// <summary>`lw_coder doctor`: says what would keep a run from working here, and how to put it right.</summary>
internal static class DoctorCommand
{
    public static Command Create(Services services, Func<DoctorOptions, Command, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, root, cancel) => services.DoctorHandler(root).RunAsync(options, cancel);

        var fix = new Option<bool>("--fix") { Description = "Do the fixes that are safe: remove what killed runs have left." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };
        var offline = new Option<bool>("--offline") { Description = "Do not ask the model's provider whether it takes the key." };
        var command = new Command("doctor", "Check git, Docker, agents, logins, keys, disk and what killed runs have left.")
        {
            fix, json, offline,
        };
        command.SetAction((parsed, cancel) => run(
            new DoctorOptions(parsed.GetValue(fix), parsed.GetValue(json), parsed.GetValue(offline)),
            parsed.RootCommandResult.Command,
            cancel));
        return command;
    }
}
