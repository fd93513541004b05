namespace LwCoder.Recording.Cards;

/// <summary>Holds the evidence of a task against a card. Pure.</summary>
internal static class CardCheck
{
    /// <summary>A line that is forbidden counts whether or not it is called required as well.</summary>
    /// <param name="enforcedOnly">Leaves out lines that only advise.</param>
    public static CardVerdict Check(PunchCard card, IReadOnlyList<PunchCount> punches, bool enforcedOnly = false)
    {
        var missing = new List<Telemetry.Rows.PunchCardRow>();
        var violations = new List<CardViolation>();
        foreach (var line in card.Lines.Where(line => !enforcedOnly || line.Enforced))
        {
            var count = punches.Where(punch => punch.Type == line.Type && LikePattern.Matches(line.KeyPattern, punch.Key)).Sum(punch => punch.Count);
            if (line.Forbidden && count > 0)
            {
                violations.Add(new CardViolation(line, count));
            }
            else if (!line.Forbidden && line.Required && count == 0)
            {
                missing.Add(line);
            }
        }
        return new CardVerdict(missing, violations);
    }
}
