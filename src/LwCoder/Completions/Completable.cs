using System.CommandLine;
using System.Runtime.CompilerServices;

namespace LwCoder.Completions;

/// <summary>
/// Notes, beside the definition of an argument or option, what the shell completes it with. Fixed words need no note: they are
/// the symbol's own `CompletionSources`.
/// </summary>
internal static class Completable
{
    private static readonly ConditionalWeakTable<Symbol, object> Kinds = [];

    public static TSymbol Completes<TSymbol>(this TSymbol symbol, CompletionKind kind)
        where TSymbol : Symbol
    {
        Kinds.AddOrUpdate(symbol, kind);
        return symbol;
    }

    public static CompletionKind? KindOf(Symbol symbol) => Kinds.TryGetValue(symbol, out var kind) ? (CompletionKind)kind : null;
}
