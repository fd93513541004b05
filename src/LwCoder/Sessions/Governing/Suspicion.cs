namespace LwCoder.Sessions.Governing;

/// <summary>A session seems to go in circles; whether it does depends on what became of the files meanwhile.</summary>
/// <param name="Detector">tool_cycle or cache_plateau.</param>
/// <param name="Text">For people, as the end of "ended: …".</param>
/// <param name="Calls">The calls that look like it, in their order.</param>
/// <param name="Enough">So many of them would do.</param>
internal sealed record Suspicion(string Detector, string Text, IReadOnlyList<CallMark> Calls, int Enough)
{
    public DateTimeOffset Since => Calls[0].At;

    public long First => Calls[0].Sequence;

    public long Last => Calls[^1].Sequence;

    /// <summary>None of the calls can have changed a file.</summary>
    public bool OnlyLooks => Calls.All(call => call.OnlyLooks);

    public IReadOnlyList<long> Evidence => [.. Calls.Select(call => call.Sequence)];
}
