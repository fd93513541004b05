using LwCoder.Completions;

namespace LwCoder.Commands.Completion;

/// <param name="environment">The variables of this process.</param>
internal sealed class CompletionHandler(
    UserFolders folders, IReadOnlyDictionary<string, string> environment, TextWriter output, TextWriter narration)
{
    private readonly CompletionInstaller _installer = new(folders);

    public int Run(CompletionOptions options, CommandNode root)
    {
        switch (options)
        {
            case CompletionOptions.Print print:
                output.Write(print.Shell.Script(root));
                break;
            case CompletionOptions.Install install:
                Install(Find(install.Shell), root);
                break;
            case CompletionOptions.Uninstall uninstall:
                Uninstall(Find(uninstall.Shell));
                break;
        }
        return (int)ExitCode.Done;
    }

    private void Install(IShell shell, CommandNode root)
    {
        var written = _installer.Install(shell, root);
        Tell("wrote", written);
        narration.WriteLine(written.Count == 0
            ? $"completion for {shell.Name} is installed already"
            : $"next: open a new terminal, or run: {shell.Places(folders).Reload}");
    }

    private void Uninstall(IShell shell)
    {
        var changed = _installer.Uninstall(shell);
        Tell("cleaned", changed);
        if (changed.Count == 0)
        {
            narration.WriteLine($"completion for {shell.Name} was not installed");
        }
    }

    private void Tell(string verb, IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            output.WriteLine($"{verb} {file}");
        }
    }

    private IShell Find(string? name) =>
        (name is null ? null : Shells.TryFind(name)) ?? Shells.OfUser(environment);
}
