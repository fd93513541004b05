using LwCoder.Platform.Processes;

namespace LwCoder.Tests.Support;

/// <summary>The real runner, with a record of the git sub-commands that went through it.</summary>
internal sealed class GitCountingProcesses : IProcessRunner
{
    private readonly ProcessRunner _real = new();
    private readonly List<string> _started = [];

    public IReadOnlyList<string> Started
    {
        get
        {
            lock (_started)
            {
                return [.. _started];
            }
        }
    }

    public Task<ProcessOutput> RunAsync(ProcessSpec spec, CancellationToken cancel)
    {
        lock (_started)
        {
            _started.Add(spec.ToString());
        }
        return _real.RunAsync(spec, cancel);
    }

    public Task<int> RunInTerminalAsync(ProcessSpec spec, Action<int> started, CancellationToken cancel) =>
        throw new NotSupportedException();

    public IRunningProcess Start(ProcessSpec spec) => throw new NotSupportedException();
}
