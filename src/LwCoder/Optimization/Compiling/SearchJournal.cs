namespace LwCoder.Optimization.Compiling;

/// <summary>Journals of searches for one thing, each of other examples.</summary>
/// <param name="folder">Where journals of unfinished searches are.</param>
internal sealed class SearchJournal(string folder, string what, string optimizer, int seed)
{
    private readonly string _prefix = FormattableString.Invariant($"{what}-{optimizer}-{seed}-");

    /// <param name="search">The search's id.</param>
    public string PathOf(string search) => Path.Combine(folder, $"{_prefix}{search}.jsonl");

    /// <summary>After the result is stored; earlier searches for the same are forgotten, too.</summary>
    public void Delete()
    {
        foreach (var done in Directory.EnumerateFiles(folder, _prefix + "*.jsonl"))
        {
            File.Delete(done);
        }
    }
}
