using LwCoder.Platform.Processes;
using LwCoder.Runs;

namespace LwCoder;

/// <summary>Everything a command can ask for, composed by hand and made when first asked for.</summary>
internal class Services
{
    /// <summary>Answers only.</summary>
    public virtual TextWriter Out => Console.Out;

    /// <summary>Narration, warnings and errors.</summary>
    public virtual TextWriter Error => Console.Error;

    /// <summary>The same place for bytes.</summary>
    public virtual Stream OpenRawOut() => Console.OpenStandardOutput();

    public virtual bool OutIsTerminal => !Console.IsOutputRedirected;

    public virtual TimeProvider Time => TimeProvider.System;

    public virtual IProcessRunner Processes { get; } = new ProcessRunner();

    public Task<RunCatalog> RunsHereAsync(CancellationToken cancel) => throw new NotImplementedException();
}
