namespace LwCoder.Completions;

/// <summary>The shells lw_coder completes in.</summary>
internal static class Shells
{
    public static IReadOnlyList<IShell> All { get; } = [new BashShell(), new ZshShell(), new FishShell(), new PowerShellShell()];

    public static IShell? TryFind(string name) => All.FirstOrDefault(shell => shell.Name == name);

    /// <summary>The user's own, by `$SHELL`; PowerShell where Windows has no such variable.</summary>
    /// <exception cref="UserError">It is none of ours.</exception>
    public static IShell OfUser(IReadOnlyDictionary<string, string> environment)
    {
        var program = environment.GetValueOrDefault("SHELL", OperatingSystem.IsWindows() ? "powershell" : "");
        var name = Path.GetFileNameWithoutExtension(program);
        return TryFind(name == "pwsh" ? "powershell" : name) ?? throw new UserError(
            program.Length == 0
                ? "the variable SHELL does not say which shell you use"
                : $"lw_coder has no completion for {program}",
            $"name one: lw_coder completion install {string.Join('|', All.Select(shell => shell.Name))}", ExitCode.Usage);
    }
}
