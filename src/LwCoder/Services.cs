using LwCoder.Commands.Code;
using LwCoder.Platform.Processes;
using LwCoder.Runs;

namespace LwCoder;

/// <summary>Everything a command can ask for, composed by hand and made when first asked for.</summary>
internal class Services : IDisposable
{
    private readonly Lazy<Interrupts> _interrupts = new();

    /// <summary>Answers only.</summary>
    public virtual TextWriter Out => Console.Out;

    /// <summary>The same place for bytes.</summary>
    public virtual Stream OpenRawOut() => Console.OpenStandardOutput();

    public virtual bool OutIsTerminal => !Console.IsOutputRedirected;

    /// <summary>Narration, warnings and errors.</summary>
    public virtual TextWriter Error => Console.Error;

    public virtual TimeProvider Time => TimeProvider.System;

    /// <summary>Cancelled by Ctrl-C and by requests to end.</summary>
    public virtual CancellationToken Cancelled => _interrupts.Value.Token;

    public virtual IProcessRunner Processes => field ??= new ProcessRunner(_interrupts.Value);

    public Task<RunCatalog> RunsHereAsync(CancellationToken cancel) => throw new NotImplementedException();

    public CodeHandler CodeHandler() => throw new NotImplementedException();

    public void Dispose()
    {
        if (_interrupts.IsValueCreated)
        {
            _interrupts.Value.Dispose();
        }
    }
}
