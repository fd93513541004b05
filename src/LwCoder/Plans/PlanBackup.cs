namespace LwCoder.Plans;

/// <summary>A plan that git keeps, as the list of backups shows it.</summary>
/// <param name="Commit">The newest backup; those before it are its ancestors.</param>
/// <param name="Abandonment">Null for the backup of a plan that is still worked on.</param>
internal sealed record PlanBackup(string PlanId, string Commit, DateTimeOffset SavedAt, Abandonment? Abandonment)
{
    public bool IsAbandoned => Abandonment is not null;
}

/// <summary>One backup with the plan's text.</summary>
/// <param name="Text">The plan's file, byte for byte.</param>
internal sealed record PlanBackupText(string Commit, byte[] Text, Abandonment? Abandonment);
