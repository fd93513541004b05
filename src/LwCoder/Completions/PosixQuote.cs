namespace LwCoder.Completions;

/// <summary>Words for bash and zsh.</summary>
internal static class PosixQuote
{
    public static string Always(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string IfNeeded(string word) =>
        word.All(character => char.IsAsciiLetterOrDigit(character) || "/._-+:@".Contains(character)) ? word : Always(word);
}
