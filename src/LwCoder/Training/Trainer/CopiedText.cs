namespace LwCoder.Training.Trainer;

/// <summary>Finds what was copied word for word from the samples and was not in the prompts before.</summary>
internal sealed class CopiedText
{
    /// <summary>Shorter runs of words are how people talk about such things.</summary>
    private const int Run = 14;

    private readonly HashSet<string> _runs;

    /// <param name="own">Texts that may be repeated although samples, which quote prompts, hold them as well.</param>
    public CopiedText(IEnumerable<string> samples, string own)
    {
        _runs = [.. samples.SelectMany(RunsOf)];
        _runs.ExceptWith(RunsOf(own));
    }

    public bool IsIn(string text) => RunsOf(text).Any(_runs.Contains);

    private static IEnumerable<string> RunsOf(string text)
    {
        var words = Words.Of(text).ToList();
        for (var at = 0; at + Run <= words.Count; at++)
        {
            yield return string.Join(' ', words[at..(at + Run)]);
        }
    }
}
