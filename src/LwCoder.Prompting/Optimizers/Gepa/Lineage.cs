namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>A candidate in the search: one of the pool, or one that is not validated yet.</summary>
/// <param name="candidate">Its texts.</param>
/// <param name="parents">Its parents' numbers.</param>
/// <param name="cursor">The component whose turn it is.</param>
internal sealed class Lineage(Candidate candidate, IReadOnlyList<int> parents, int cursor)
{
    public Candidate Candidate => candidate;

    public IReadOnlyList<int> Parents => parents;

    /// <summary>Its number in the pool; null: not validated yet.</summary>
    public int? Index { get; set; }

    /// <summary>The component whose turn it is; what it is inherited by children that start where their parent is.</summary>
    public int Cursor { get; private set; } = cursor;

    /// <summary>The parents of a child: itself, or those it would have had before it was validated.</summary>
    public IReadOnlyList<int> AsParents => Index is { } index ? [index] : parents;

    /// <summary>The components to rewrite now.</summary>
    public IReadOnlyList<string> Choose(ComponentChoice choice)
    {
        IReadOnlyList<string> names = [.. candidate.Components.Select(part => part.Name)];
        if (choice == ComponentChoice.All)
        {
            return names;
        }
        var chosen = names[Cursor];
        Cursor = (Cursor + 1) % names.Count;
        return [chosen];
    }

    /// <summary>A child of one or two, with the furthest cursor of them.</summary>
    public static Lineage ChildOf(Candidate candidate, params IReadOnlyList<Lineage> parents) =>
        new(candidate, [.. parents.SelectMany(parent => parent.AsParents)], parents.Max(parent => parent.Cursor));
}
