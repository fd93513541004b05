using LwCoder.Configuration;
using LwCoder.Sandboxes;

namespace LwCoder.Tests.Support;

/// <summary>A test in real shells, skipped where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShellTheoryAttribute : TheoryAttribute
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "git"];

    public ShellTheoryAttribute()
    {
        var missing = Shells.Where(shell => ProgramPath.Find(shell, EnvironmentVariables.OfThisProcess()) is null).ToList();
        if (missing.Count > 0)
        {
            Skip = $"{string.Join(", ", missing)} missing: tests/LwCoder.EndToEnd/environment/install-packages.sh installs them";
        }
    }
}
