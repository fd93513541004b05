using System.Text.Json;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Sessions.Setup;

/// <summary>
/// Which steps have begun and have something to undo: a JSON list of [name, teardown] beside the worktree's part of the
/// git directory, written before each begins. What a killed lw_coder could not undo is undone by the next.
/// </summary>
internal sealed class SetupRecord(string gitDirectory)
{
    public string Path { get; } = System.IO.Path.Combine(gitDirectory, "lw_coder-setup.json");

    public bool Exists => File.Exists(Path);

    /// <summary>In the order in which they began.</summary>
    /// <returns>Those of <paramref name="steps"/>, and how many others: the configuration no longer has them.</returns>
    public (IReadOnlyList<SetupStep> Begun, int Unknown) Read(IReadOnlyList<SetupStep> steps)
    {
        if (BoundedFile.Read(Path) is not { } bytes)
        {
            return ([], 0);
        }
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var begun = json.RootElement.EnumerateArray()
                .Select(entry => steps.FirstOrDefault(step =>
                    step.Name == entry[0].GetString() && step.Teardown == entry[1].GetString()))
                .ToList();
            return ([.. begun.OfType<SetupStep>()], begun.Count(step => step is null));
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            return ([], 1);
        }
    }

    /// <summary>Without steps, the file goes.</summary>
    public void Write(IReadOnlyList<SetupStep> begun)
    {
        if (begun.Count == 0)
        {
            File.Delete(Path);
            return;
        }
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            foreach (var step in begun)
            {
                json.WriteStartArray();
                json.WriteStringValue(step.Name);
                json.WriteStringValue(step.Teardown);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        AtomicFile.WriteBytes(Path, text.ToArray(), OwnerOnly.File);
    }
}
