using LwCoder.Agents;
using LwCoder.Agents.Events;

namespace LwCoder.Tests.Support;

/// <summary>Recorded output of the real agents, see Agents/Samples/README.md.</summary>
internal static class AgentSample
{
    public static string[] Names { get; } =
        [.. Directory.GetFiles(Folder, "*.jsonl").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Agents", "Samples");

    public static string[] Lines(string name) => File.ReadAllLines(Path.Combine(Folder, name + ".jsonl"));

    public static IReadOnlyList<SessionEvent> Events(string name) => Read(ReaderFor(name), Lines(name));

    public static IEventReader ReaderFor(string name) =>
        ((IProgramAgent)AgentCatalog.Find(name.StartsWith("droid", StringComparison.Ordinal) ? "droid" : "claude-code"))
            .CreateReader();

    public static IReadOnlyList<SessionEvent> Read(IEventReader reader, params IEnumerable<string> lines) =>
        [.. lines.SelectMany(line => reader.Read(line))];
}
