namespace LwCoder.Platform.Terminal;

/// <summary>Tells a person what happens, one line a step, on stderr. Answers go to stdout and not through here.</summary>
internal sealed class Narrator(TextWriter error)
{
    public void Step(string text) => Write("", text);

    /// <summary>Something to know that stops nothing.</summary>
    public void Notice(string text) => Write("notice: ", text);

    /// <summary>Something that is not as it should be and stops nothing.</summary>
    public void Warn(string text) => Write("warning: ", text);

    /// <summary>What the agent says or does; indented, so that it is never taken for our own words.</summary>
    public void Agent(string text) => Write("  | ", text);

    private void Write(string mark, string text)
    {
        lock (error)
        {
            error.WriteLine(mark + TerminalText.OneLine(text, 2000));
        }
    }
}
