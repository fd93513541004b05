using LwCoder.Commands.Shared;
using LwCoder.Platform.Terminal;
using LwCoder.Plans;

namespace LwCoder.Commands.RecoverPlan;

/// <summary>Shows what is kept: plans with a backup, then abandoned ones.</summary>
internal sealed class BackupList(TextWriter output, bool forPerson, TimeProvider time)
{
    private const int ReasonLength = 60;

    public void Write(IReadOnlyList<PlanBackup> backups, string tasks, bool json)
    {
        if (json)
        {
            JsonAnswer.Write(output, writer =>
            {
                writer.WriteStartArray("backups");
                foreach (var backup in backups)
                {
                    writer.WriteStartObject();
                    writer.WriteString("plan_id", backup.PlanId);
                    writer.WriteString("state", State(backup));
                    writer.WriteString("saved_at", backup.SavedAt);
                    writer.WriteString("commit", backup.Commit);
                    writer.WriteBoolean("file_exists", Exists(tasks, backup));
                    writer.WriteString("kept_at", backup.Abandonment?.KeptAt);
                    writer.WriteString("reason", backup.Abandonment?.Reason);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
            return;
        }
        if (backups.Count == 0 && forPerson)
        {
            output.WriteLine("Nothing is kept yet. 'lw_coder code' and 'lw_coder abandon' keep the plans they touch.");
            return;
        }
        TextTable.Write(
            output, forPerson,
            ["PLAN", "STATE", "AGE", "FILE", "WORK", "REASON"],
            [.. backups.Select(backup => (IReadOnlyList<string>)
            [
                TerminalText.OneLine(backup.PlanId, 100),
                State(backup),
                Age.Short(time.GetUtcNow() - backup.SavedAt),
                Exists(tasks, backup) ? "exists" : "missing",
                backup.Abandonment is null ? "-" : backup.Abandonment.KeptAt is null ? "none" : "kept",
                TerminalText.OneLine(backup.Abandonment?.Reason ?? "", ReasonLength),
            ])]);
    }

    private static string State(PlanBackup backup) => backup.IsAbandoned ? "abandoned" : "backup";

    private static bool Exists(string tasks, PlanBackup backup) => File.Exists(Path.Combine(tasks, $"{backup.PlanId}.md"));
}
