namespace LwCoder.Prompting.Programs;

/// <summary>A saved program cannot be read, or does not fit the module it is applied to.</summary>
public sealed class ProgramException : Exception
{
    /// <summary>Something is wrong with a saved program.</summary>
    public ProgramException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
