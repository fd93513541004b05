using LwCoder.Agents.Transcripts;

namespace LwCoder.Recording.Import;

/// <summary>Sessions in the files an agent writes itself.</summary>
internal sealed class TranscriptSource(
    string name, ITranscripts transcripts, IReadOnlyList<string> usualPlaces, bool needsLinks = false)
    : IImportSource
{
    public string Name => name;

    public bool NeedsLinks => needsLinks;

    public IReadOnlyList<string> UsualPlaces => usualPlaces;

    public IEnumerable<ImportUnit> Find(string place) =>
    [
        .. transcripts.Find(place).Select(transcript => new ImportUnit(
            transcript.File,
            [.. transcripts.FilesOf(transcript)],
            FactsOf(transcript.Session, transcript.Modified),
            () => transcripts.Read(transcript))),
        .. TranscriptFolder.Closed(place).Select(folder => new ImportUnit(
            folder,
            [],
            FactsOf(Path.GetFileName(folder), DateTimeOffset.UnixEpoch),
            () => throw new UnauthorizedAccessException("nobody but its owner may look into it"))),
    ];

    private SessionFacts FactsOf(string session, DateTimeOffset modified) =>
        new() { Source = name, FallbackId = session, FallbackTime = modified, Tool = name };
}
