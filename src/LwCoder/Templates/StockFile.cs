namespace LwCoder.Templates;

/// <summary>A file lw_coder brings along for a repository that has none of its own yet.</summary>
/// <param name="Path">Relative to `.lw_coder`, with `/`.</param>
internal sealed record StockFile(string Path, string Text);
