namespace LwCoder.Agents.Tools.Shell;

/// <param name="Text">A word with its quotes taken off, or an operator.</param>
internal readonly record struct ShellToken(string Text, bool IsWord)
{
    public bool Is(string operation) => !IsWord && Text == operation;
}
