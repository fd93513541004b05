namespace LwCoder.Sessions;

/// <summary>
/// Every secret this process has met so far, for the log and for what `-vv` shows. Safe to use from several threads.
/// </summary>
/// <param name="first">Asked once, when the first text is redacted.</param>
internal sealed class KnownSecrets(Func<IEnumerable<Secret>> first)
{
    private readonly Lock _lock = new();
    private readonly List<Secret> _more = [];
    private IReadOnlyList<Secret>? _first;
    private Redactor? _redactor;

    public void Add(IEnumerable<Secret> secrets)
    {
        lock (_lock)
        {
            _more.AddRange(secrets);
            _redactor = null;
        }
    }

    public IReadOnlyList<Secret> All
    {
        get
        {
            lock (_lock)
            {
                _first ??= [.. first()];
                return [.. _first, .. _more];
            }
        }
    }

    public string Redact(string text)
    {
        lock (_lock)
        {
            _first ??= [.. first()];
            _redactor ??= new Redactor([.. _first, .. _more]);
            return _redactor.Redact(text);
        }
    }
}
