namespace LwCoder.Telemetry.Rows;

/// <summary>One line of a card.</summary>
/// <param name="KeyPattern">As in SQL's LIKE.</param>
internal sealed record PunchCardRow(string CardId, PunchType Type, string KeyPattern)
{
    public string? WorkflowName { get; init; }

    public bool Required { get; init; } = true;

    public bool Forbidden { get; init; }

    public bool Enforced { get; init; }

    public string? Description { get; init; }
}
