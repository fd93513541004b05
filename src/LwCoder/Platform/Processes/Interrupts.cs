using System.Runtime.InteropServices;

namespace LwCoder.Platform.Processes;

/// <summary>
/// Turns Ctrl-C, SIGTERM and SIGHUP into one cancelled token. The first asks everybody to clean up; a second Ctrl-C leaves at
/// once, and what is left behind is swept at the next start.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    /// <summary>`timeout`, for one, signals its child and then the child's group: that is one request, not two.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cancelled = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _lent;
    private long _first;

    public Interrupts(TimeProvider time)
    {
        _time = time;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnKey),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnKey),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnRequest),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnRequest),
        ];
    }

    public CancellationToken Token => _cancelled.Token;

    /// <summary>
    /// While the terminal belongs to a child, its keys are the child's: the terminal sends it Ctrl-C itself and we only have
    /// to survive.
    /// </summary>
    public IDisposable LendTerminal()
    {
        Interlocked.Increment(ref _lent);
        return new Loan(this);
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _cancelled.Dispose();
    }

    private void OnKey(PosixSignalContext context)
    {
        if (Volatile.Read(ref _lent) > 0)
        {
            context.Cancel = true;
            return;
        }
        OnRequest(context);
    }

    internal void OnRequest(PosixSignalContext context)
    {
        if (!_cancelled.IsCancellationRequested)
        {
            _first = _time.GetTimestamp();
        }
        // Not cancelling the second signal lets the system end us.
        context.Cancel = _time.GetElapsedTime(_first) < Echo;
        _cancelled.Cancel();
    }

    private sealed class Loan(Interrupts interrupts) : IDisposable
    {
        private Interrupts? _interrupts = interrupts;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _interrupts, null) is { } lender)
            {
                Interlocked.Decrement(ref lender._lent);
            }
        }
    }
}
