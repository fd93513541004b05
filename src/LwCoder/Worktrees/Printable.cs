namespace LwCoder.Worktrees;

/// <summary>Names an agent has chosen, for messages: they must not draw on the terminal or forge a line.</summary>
internal static class Printable
{
    public static string Text(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
}
