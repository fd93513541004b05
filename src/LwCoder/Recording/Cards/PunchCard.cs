using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording.Cards;

/// <summary>What a kind of work has to show, and may not: lines of evidence by pattern.</summary>
internal sealed record PunchCard(string Id, IReadOnlyList<PunchCardRow> Lines);

/// <param name="Missing">Required, and nothing like it was found.</param>
/// <param name="Violations">Forbidden, and found that often.</param>
internal sealed record CardVerdict(IReadOnlyList<PunchCardRow> Missing, IReadOnlyList<CardViolation> Violations)
{
    public bool Passed => Missing.Count == 0 && Violations.Count == 0;
}

internal sealed record CardViolation(PunchCardRow Line, int Count);

/// <param name="Key">Of a punch of that type.</param>
internal sealed record PunchCount(PunchType Type, string Key, int Count);
