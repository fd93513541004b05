using LwCoder.Completions;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>Shells whose completion is of another version of lw_coder.</summary>
internal sealed class CompletionCheck(CompletionInstaller installer, Func<CommandNode> commandLine) : IDoctorCheck
{
    public string Name => "completion";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        var root = commandLine();
        return Task.FromResult<IReadOnlyList<Finding>>(
        [
            .. from shell in installer.Outdated(root)
               select Finding.Warning(
                   $"the completion of {shell.Name} is that of another lw_coder",
                   $"lw_coder completion install {shell.Name}") with
               {
                   Repair = _ =>
                   {
                       installer.Install(shell, root);
                       return Task.FromResult<IReadOnlyList<string>>([]);
                   },
               },
        ]);
    }
}
