using LwCoder.Agents.Events;
using LwCoder.Telemetry;

namespace LwCoder.Recording.Import;

/// <summary>One session on disk: what is read together, written together, and skipped together when it has not changed.</summary>
/// <param name="Path">The file, or folder, a person would look at.</param>
/// <param name="Files">Everything that is read for it.</param>
/// <param name="Read">Reads its events, each time anew.</param>
internal sealed record ImportUnit(
    string Path, IReadOnlyList<string> Files, SessionFacts Facts, Func<IEnumerable<SessionEvent>> Read)
{
    /// <summary>What is known of the session beside its events.</summary>
    public Action<TelemetryBatch> AddMore { get; init; } = _ => { };

    /// <summary>Of what is no file of its own; null to look at <see cref="Files"/>.</summary>
    public FileStamp? Stamp { get; init; }
}

/// <summary>Where sessions are, and how they become units.</summary>
internal interface IImportSource
{
    /// <summary>The word after `telemetry import`.</summary>
    string Name { get; }

    /// <summary>Its tasks start each other without saying which; links between them are looked for.</summary>
    bool NeedsLinks => false;

    /// <summary>Where it usually is on this machine, also where nothing is.</summary>
    IReadOnlyList<string> UsualPlaces { get; }

    /// <summary>The sessions at a place. Links are not followed.</summary>
    /// <exception cref="IOException">The place cannot be read.</exception>
    IEnumerable<ImportUnit> Find(string place);
}
