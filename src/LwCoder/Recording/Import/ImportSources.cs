using LwCoder.Agents.ClaudeCode;
using LwCoder.Agents.Codex;
using LwCoder.Agents.Droid;
using LwCoder.Agents.Kilo;

namespace LwCoder.Recording.Import;

/// <summary>Everything sessions can be imported from, by the word after `telemetry import`.</summary>
internal static class ImportSources
{
    public static IReadOnlyList<string> Names { get; } =
        ["kilo", "claude-code", "droid", "codex", OpenCodeSource.SourceName, RunSource.SourceName];

    /// <param name="home">The user's home.</param>
    /// <param name="runs">The runs of this repository.</param>
    public static IImportSource Find(string name, string home, string runs) => name switch
    {
        "kilo" => new TranscriptSource(name, new KiloTasks(), KiloPlaces.In(home), needsLinks: true),
        "claude-code" => new TranscriptSource(name, new ClaudeTranscripts(), [Path.Combine(home, ".claude", "projects")]),
        "droid" => new TranscriptSource(name, new DroidTranscripts(), [Path.Combine(home, ".factory", "sessions")]),
        "codex" => new TranscriptSource(name, new CodexTranscripts(), [Path.Combine(home, ".codex", "sessions")]),
        OpenCodeSource.SourceName => new OpenCodeSource(home),
        RunSource.SourceName => new RunSource(runs),
        _ => throw new ArgumentException($"there is no source {name}", nameof(name)),
    };
}
