namespace LwCoder.Prompting.Scripting;

/// <summary>A script cannot be read, or has no answer for a call. The message says where.</summary>
public sealed class ScriptException : Exception
{
    /// <summary>Something is wrong with a script.</summary>
    public ScriptException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
