using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LwCoder.Prompts.Versions;

internal enum PromptAction { Promote, Rollback }

/// <summary>That one prompt set took another's place as the active one: a line of `prompts/history.jsonl`.</summary>
/// <param name="Set">`&lt;tool folder&gt;/&lt;variant&gt;`.</param>
/// <param name="From">Fingerprint of the set that was replaced.</param>
/// <param name="To">Fingerprint of the set that took its place.</param>
/// <param name="Digest">Of the files that took its place, which tells whether somebody edited them since.</param>
/// <param name="Archive">The folder in `prompts/archive/&lt;set&gt;/` where the replaced files are.</param>
/// <param name="Candidate">Where the new set comes from; null for a rollback.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record PromptChange(
    PromptAction Action, DateTimeOffset At, string Set, string From, string To, string Digest, string Archive, string? Candidate,
    string Reason)
{
    private const int Schema = 1;

    public int SchemaVersion { get; init; } = Schema;

    [JsonIgnore]
    public PromptSetName Name => PromptSetName.TryParse(Set)!;

    /// <summary>The digest is not known before the files are.</summary>
    public static PromptChange Promotion(
        DateTimeOffset at, PromptSetName name, string from, string to, string candidate, string reason) =>
        new(PromptAction.Promote, at, name.ToString(), from, to, Digest: "", StampOf(at), candidate, reason);

    /// <param name="isEdited">Somebody changed what is replaced since it was promoted.</param>
    public static PromptChange TakingBack(PromptChange promotion, DateTimeOffset at, string from, string to, bool isEdited) =>
        new(PromptAction.Rollback, at, promotion.Set, from, to, Digest: "", StampOf(at), Candidate: null,
        $"takes back the promotion of {promotion.Candidate}{(isEdited ? ", forced, although it was edited since" : "")}");

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PromptChangeJson.Default.PromptChange);

    /// <returns>Null for what is no such record, or one of a newer lw_coder.</returns>
    public static PromptChange? TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PromptChangeJson.Default.PromptChange) is
                {
                    SchemaVersion: Schema, Set: { } set, From: not null, To: not null, Digest: not null, Archive: { } archive,
                    Reason: not null,
                } change
                && PromptSetName.TryParse(set) is not null && PromptSetName.IsFolderName(archive) ? change : null;
        }
        catch (JsonException)
        {
            // Like what is JSON and no record; whoever reads says which line it is.
            return null;
        }
    }

    private static string StampOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(PromptActionWords)])]
[JsonSerializable(typeof(PromptChange))]
internal sealed partial class PromptChangeJson : JsonSerializerContext;

internal sealed class PromptActionWords()
    : JsonStringEnumConverter<PromptAction>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
