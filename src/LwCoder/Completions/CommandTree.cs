namespace LwCoder.Completions;

/// <summary>The command line as the shells' scripts need it: no types, no actions, nothing hidden.</summary>
/// <param name="Path">The words that lead to it, `runs show`; empty for the root.</param>
/// <param name="Names">Its name, then its aliases; the root's is the program's.</param>
/// <param name="Summary">One sentence.</param>
internal sealed record CommandNode(
    string Path,
    IReadOnlyList<string> Names,
    string Summary,
    IReadOnlyList<CommandNode> Commands,
    IReadOnlyList<OptionNode> Options,
    IReadOnlyList<ArgumentNode> Arguments)
{
    public string Name => Names[0];

    /// <summary>Itself and every command below, parents first.</summary>
    public IEnumerable<CommandNode> All => Commands.SelectMany(command => command.All).Prepend(this);
}

/// <param name="Names">`--yes`, `-y`.</param>
/// <param name="Values">Null for a switch.</param>
internal sealed record OptionNode(IReadOnlyList<string> Names, string Summary, ValueSource? Values);

/// <param name="IsLast">It takes whatever follows as well.</param>
internal sealed record ArgumentNode(ValueSource Values, bool IsLast);

/// <summary>Where values come from: fixed words, or the disk.</summary>
internal sealed record ValueSource(IReadOnlyList<string> Words, CompletionKind? Kind)
{
    public bool IsEmpty => Words.Count == 0 && Kind is null;
}
