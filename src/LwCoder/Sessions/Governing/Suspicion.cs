namespace LwCoder.Sessions.Governing;

/// <summary>A conversation seems to go in circles; whether it does depends on what became of the files meanwhile.</summary>
/// <param name="Detector">tool_cycle or cache_plateau.</param>
/// <param name="Text">For people, as the end of "ended: …".</param>
/// <param name="First">The first of the calls that look like it.</param>
/// <param name="Length">How many calls do.</param>
/// <param name="More">So many more are one more sign.</param>
internal sealed record Suspicion(
    string Detector, string Text, CallTrail Trail, Doubt Doubt, CallMark First, long Length, int More)
{
    /// <summary>The files were looked at since these calls began.</summary>
    public bool IsKnown => Doubt.Calls > Trail.Count - Length;

    /// <summary>It is time to look at the files.</summary>
    public bool IsDue => !IsKnown || Trail.Count - Doubt.Calls >= More;

    /// <summary>Sequence numbers of the calls, the last ones if there are many.</summary>
    public IReadOnlyList<long> Evidence => [.. Trail.Last(Length).Select(call => call.Sequence)];
}
