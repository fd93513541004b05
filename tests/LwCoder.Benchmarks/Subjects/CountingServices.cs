using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;

namespace LwCoder.Benchmarks.Subjects;

/// <summary>lw_coder in this process, with a sandbox that cannot be had: `code` ends where the agent would start.</summary>
internal sealed class CountingServices(PlanRepository repository) : Services
{
    private readonly CountingProcesses _processes = new();

    /// <summary>How many git processes had been started when the sandbox was asked for; null when it was not.</summary>
    public int? GitAtSandbox { get; private set; }

    public override TextWriter Out => Error;
    public override TextWriter Error { get; } = new StringWriter();
    public override bool HasTerminal => false;
    public override string WorkingDirectory => repository.Root;
    public override IProcessRunner Processes => _processes;
    public override IReadOnlyDictionary<string, string> Environment =>
        repository.Environment.ToDictionary(variable => variable.Key, variable => variable.Value!);

    public override ISandbox FindSandbox(string name) => new NoSandbox(this);

    private sealed class NoSandbox(CountingServices services) : ISandbox
    {
        public string Name => "docker";

        public bool MovesPaths => true;

        public string PromptFolder(string promptFile) => "/prompts";

        public Task<SandboxFacts> CheckAsync(CancellationToken cancel) =>
            Task.FromResult(new SandboxFacts("none", Contained: true));

        public Task<IPreparedSandbox> PrepareAsync(SandboxRequest request, CancellationToken cancel)
        {
            services.GitAtSandbox = services._processes.Git;
            throw new UserError("this is as far as the benchmark goes");
        }
    }

    private sealed class CountingProcesses : IProcessRunner
    {
        private readonly ProcessRunner _real = new();
        private int _git;

        public int Git => _git;

        public Task<ProcessOutput> RunAsync(ProcessSpec spec, CancellationToken cancel)
        {
            if (spec.Program == "git")
            {
                Interlocked.Increment(ref _git);
            }
            return _real.RunAsync(spec, cancel);
        }

        public Task<int> RunInTerminalAsync(ProcessSpec spec, Action<int> started, CancellationToken cancel) =>
            throw new NotSupportedException();

        public IRunningProcess Start(ProcessSpec spec) => throw new NotSupportedException();
    }
}
