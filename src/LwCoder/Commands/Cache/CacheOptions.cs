namespace LwCoder.Commands.Cache;

/// <summary>What was asked for, one record a verb.</summary>
internal abstract record CacheOptions(bool Json)
{
    public sealed record Stats(bool Json) : CacheOptions(Json);

    public sealed record Clear(bool Yes, bool Json) : CacheOptions(Json);

    /// <param name="OlderThan">As it was typed, `30d`.</param>
    /// <param name="MaxSize">As it was typed, `500MB`.</param>
    public sealed record Prune(string? OlderThan, string? MaxSize, bool Json) : CacheOptions(Json);
}
