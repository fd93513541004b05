using System.Text;

namespace LwCoder.Templates;

/// <summary>A file lw_coder brings along for a repository that has none of its own yet.</summary>
/// <param name="Path">Relative to `.lw_coder`, with `/`.</param>
internal sealed record StockFile(string Path, string Text)
{
    /// <summary>See <see cref="StockRecord.HashOf"/>.</summary>
    public string Hash => field ??= StockRecord.HashOf(Encoding.UTF8.GetBytes(Text));

    public StockCategory Category =>
        Path.StartsWith("judges/", StringComparison.Ordinal) ? StockCategory.Judges
        : Path.StartsWith("prompts/", StringComparison.Ordinal) ? StockCategory.Prompts
        : Path is "code.Dockerfile" or ".dockerignore" ? StockCategory.Image
        : StockCategory.Yours;
}

/// <summary>What a person takes anew together, or not at all.</summary>
internal enum StockCategory
{
    Judges,
    Prompts,
    Image,
    /// <summary>Only a start, such as `config.toml`: once there it is never replaced.</summary>
    Yours,
}
