namespace LwCoder.Prompting.Signatures;

/// <summary>A value does not fit its field. The message names the field and says what was expected and found.</summary>
public sealed class FieldException : Exception
{
    /// <summary>A value at <paramref name="path"/> does not fit.</summary>
    /// <param name="path">The field, with steps into lists and records: <c>findings[2].line</c>.</param>
    /// <param name="problem">What was expected and what was found; starts in lower case.</param>
    public FieldException(string path, string problem) : base($"{path}: {problem}") => Path = path;

    /// <summary>The field, with steps into lists and records.</summary>
    public string Path { get; }
}
