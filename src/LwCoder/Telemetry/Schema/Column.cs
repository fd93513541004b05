namespace LwCoder.Telemetry.Schema;

/// <param name="IsNullable">A value that is not known is null.</param>
/// <param name="Default">What stands for "not known" where null is not allowed.</param>
internal sealed record Column(string Name, ColumnType Type, bool IsNullable = true, object? Default = null)
{
    /// <summary>What becomes of a value when the same thing is told again; see <see cref="MergeRule"/>.</summary>
    public MergeRule Merge { get; init; } = MergeRule.NewestKnown;

    /// <summary>Upper and lower case are different, whatever the database thinks: for ids that a program made.</summary>
    public bool IsExact { get; init; }
}

/// <summary>Which of two values of one column stays when a row is told a second time.</summary>
internal enum MergeRule
{
    /// <summary>The new one, unless it is not known.</summary>
    NewestKnown,

    /// <summary>The new one, even when it says nothing.</summary>
    Newest,

    /// <summary>The smaller: when something began.</summary>
    Least,

    /// <summary>The new one, except that what has ended does not run again because an older report says so.</summary>
    Status,
}
