using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;

namespace LwCoder.Diagnosis.Rules;

/// <param name="IsUndo">It takes an earlier edit back.</param>
internal sealed record EditMove(SessionPart Part, bool IsUndo);

/// <summary>What of a session's calls made a change and what took one back, in any way agents have for it.</summary>
internal static class EditMoves
{
    public static IReadOnlyList<EditMove> Of(IEnumerable<SessionPart> tools)
    {
        var moves = new List<EditMove>();
        var replaced = new List<(Replacement What, bool IsUndo)>();
        foreach (var part in tools.Where(part => !part.IsError))
        {
            if (IsUndoByName(part))
            {
                moves.Add(new EditMove(part, IsUndo: true));
            }
            else if (part.IsEdit)
            {
                var what = Replacement.Of(part);
                // To take back what took something back is to make it again.
                var isUndo = what is not null
                    && replaced.FindLast(earlier => earlier.What.IsReversedBy(what)) is { What: not null, IsUndo: false };
                if (what is not null)
                {
                    replaced.Add((what, isUndo));
                }
                moves.Add(new EditMove(part, isUndo));
            }
        }
        return moves;
    }

    private static bool IsUndoByName(SessionPart part) =>
        ToolNames.Plain(part.Use!.Name) is var name
        && (name.Contains("undo", StringComparison.Ordinal) || name.Contains("revert", StringComparison.Ordinal)
            || (part.Use.Script?.Steps.Any(step => step.Words is
                ["git", "restore" or "revert" or "stash", ..] or ["git", "reset", "--hard", ..]
                or ["git", "checkout", "--" or "." or "HEAD", ..]) ?? false));

    /// <summary>
    /// One text in place of another, in a file; for a file that is written whole, the text before it is not known.
    /// </summary>
    private sealed record Replacement(string File, string Before, string After)
    {
        public bool IsReversedBy(Replacement later) => File == later.File && Before == later.After && After == later.Before;

        public static Replacement? Of(SessionPart part)
        {
            try
            {
                using var arguments = JsonDocument.Parse(SurrogateEscapes.Repair(part.Arguments));
                var root = arguments.RootElement;
                var before = root.Text("old_string") ?? root.Text("old_str") ?? root.Text("find") ?? root.Text("oldString");
                var after = root.Text("new_string") ?? root.Text("new_str") ?? root.Text("replace") ?? root.Text("newString");
                return part.Use?.Target is { } file && before is not null && after is not null ? new(file, before, after) : null;
            }
            catch (Exception cut) when (cut is JsonException or ArgumentException)
            {
                // Arguments that were cut say nothing of what was replaced.
                return null;
            }
        }
    }
}
