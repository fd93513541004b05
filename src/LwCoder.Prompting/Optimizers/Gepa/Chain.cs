namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>
/// Accepted changes on top of each other that were not validated yet. A validation costs far more than a try, so what was
/// accepted is first built upon; and since minibatches can be lucky, for so many tries only.
/// </summary>
/// <param name="tries">Tries before a validation; 0: no chain, validate at once.</param>
internal sealed class Chain(int tries)
{
    private int _made;

    public bool IsUsed => tries > 0;

    /// <summary>The last accepted change; null: none waits for validation.</summary>
    public Lineage? Head { get; private set; }

    public bool IsDone => _made >= tries;

    /// <summary>Takes in what a try brought; null: nothing.</summary>
    public void Note(Lineage? child)
    {
        _made += Head is null ? 0 : 1;
        Head = child ?? Head;
    }

    public void Clear() => (Head, _made) = (null, 0);
}
