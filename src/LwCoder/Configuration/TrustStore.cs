using System.Text.Json;
using LwCoder.Platform.Files;

namespace LwCoder.Configuration;

/// <summary>
/// What the user has allowed: `~/.lw_coder/trust/&lt;hash&gt;.json`, one file a decision, so that two processes never
/// write the same file and a damaged one spoils no other. Deleting a file takes the trust back.
/// </summary>
/// <param name="warn">Told of a file that is no record of its decision, which then counts as no decision.</param>
internal sealed class TrustStore(HomeLayout home, TimeProvider time, Action<string> warn)
{
    private const int SchemaVersion = 1;

    public bool Contains(string hash)
    {
        if (BoundedFile.Read(PathOf(hash)) is not { } bytes)
        {
            return false;
        }
        if (IsRecordOf(bytes, hash))
        {
            return true;
        }
        warn($"{PathOf(hash)} is damaged; nothing is trusted because of it");
        return false;
    }

    /// <exception cref="UserError">The file cannot be written.</exception>
    public void Add(string hash, string repository, IReadOnlyList<Risk> risks)
    {
        try
        {
            OwnerOnly.CreateFolder(home.TrustDirectory);
            AtomicFile.WriteBytes(PathOf(hash), Record(hash, repository, risks), OwnerOnly.File);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(
                $"the decision cannot be remembered in {home.TrustDirectory}: {error.Message}",
                "make that folder writable for you",
                ExitCode.Environment,
                error);
        }
    }

    private string PathOf(string hash) => Path.Combine(home.TrustDirectory, $"{hash}.json");

    private byte[] Record(string hash, string repository, IReadOnlyList<Risk> risks)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema_version", SchemaVersion);
            json.WriteString("hash", hash);
            json.WriteString("repository", repository);
            json.WriteString("trusted_at", time.GetUtcNow());
            json.WritePropertyName("settings");
            TrustGate.WriteTo(json, risks);
            json.WriteEndObject();
        }
        return text.ToArray();
    }

    private static bool IsRecordOf(byte[] bytes, string hash)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("hash", out var recorded)
                && recorded.ValueKind == JsonValueKind.String
                && recorded.GetString() == hash;
        }
        catch (JsonException)
        {
            return false; // Damaged, which the caller reports.
        }
    }
}
