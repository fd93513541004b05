using LwCoder.Agents;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Tests.Support;

/// <summary>What the real agents wrote down of their sessions, see Agents/Samples/README.md.</summary>
internal static class TranscriptSample
{
    public const string WithSubagent = "42b2bba9-6cba-4a5f-b169-0388739ce1b6";
    public const string Resumed = "da706945-25cf-4add-9eec-5f7a802f78d3";
    public const string WithError = "5ebe3abc-4ad6-4c7e-88e7-91ec41fad629";
    public const string OfDroid = "74ef1266-b5c7-4b4d-99f0-7086e3bbb9bf";

    public static string Home { get; } = Path.Combine(AppContext.BaseDirectory, "Agents", "Samples", "home");

    public static ITranscripts Of(string tool) => ((IProgramAgent)AgentCatalog.Find(tool)).Transcripts!;

    public static IReadOnlyList<Transcript> Find(string tool, string home) =>
        [.. Of(tool).Find(Path.Combine([home, .. Of(tool).Folder.Split('/')]))];

    public static IReadOnlyList<SessionEvent> Read(string tool, string session) =>
        [.. Of(tool).Read(Find(tool, Home).Single(transcript => transcript.Session == session))];

    /// <summary>What the agent printed of a session, as it was at the time.</summary>
    public static IReadOnlyList<SessionEvent> Stream(string name) => AgentSample.Read(
        AgentSample.ReaderFor(name), File.ReadAllLines(Path.Combine(Home, $"{name}.stream.jsonl")));

    /// <summary>The sample home in a folder of one's own.</summary>
    public static void CopyTo(string home)
    {
        foreach (var file in Directory.EnumerateFiles(Home, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(home, Path.GetRelativePath(Home, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
