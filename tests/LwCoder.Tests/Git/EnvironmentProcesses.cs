using LwCoder.Platform.Processes;

namespace LwCoder.Tests.Git;

/// <summary>The real runner, as if the caller's environment held one more variable.</summary>
internal class WithVariable(string name, string value) : IProcessRunner
{
    public Task<ProcessOutput> RunAsync(ProcessSpec spec, CancellationToken cancel) =>
        new ProcessRunner().RunAsync(
            spec.Environment.ContainsKey(name)
                ? spec
                : spec with { Environment = new Dictionary<string, string?>(spec.Environment) { [name] = value } },
            cancel);

    public Task<int> RunInTerminalAsync(ProcessSpec spec, Action<int> started, CancellationToken cancel) =>
        throw new NotSupportedException();

    public IRunningProcess Start(ProcessSpec spec) => throw new NotSupportedException();
}

/// <summary>git's own test switch makes it believe that every repository belongs to somebody else.</summary>
internal sealed class AsAnotherUser() : WithVariable("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
