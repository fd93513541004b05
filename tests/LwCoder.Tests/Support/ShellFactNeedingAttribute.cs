using LwCoder.Configuration;
using LwCoder.Sandboxes;

namespace LwCoder.Tests.Support;

/// <summary>A test that runs a program of the system in a shell; skipped, saying so, where it is missing.</summary>
internal sealed class ShellFactNeedingAttribute : FactAttribute
{
    public ShellFactNeedingAttribute(string program) => Skip = OperatingSystem.IsWindows()
        ? "needs a POSIX shell"
        : ProgramPath.Find(program, EnvironmentVariables.OfThisProcess()) is null ? $"{program} is not installed" : null!;
}
