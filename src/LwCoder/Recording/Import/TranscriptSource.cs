using LwCoder.Agents.Transcripts;

namespace LwCoder.Recording.Import;

/// <summary>Sessions in the files an agent writes itself.</summary>
internal sealed class TranscriptSource(string name, ITranscripts transcripts, IReadOnlyList<string> usualPlaces, bool needsLinks = false)
    : IImportSource
{
    public string Name => name;

    public bool NeedsLinks => needsLinks;

    public IReadOnlyList<string> UsualPlaces => usualPlaces;

    public IEnumerable<ImportUnit> Find(string place) => transcripts.Find(place).Select(transcript => new ImportUnit(
        transcript.File,
        [.. transcripts.FilesOf(transcript)],
        new SessionFacts { Source = name, FallbackId = transcript.Session, FallbackTime = transcript.Modified, Tool = name },
        () => transcripts.Read(transcript)));
}
