using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Scripting;

/// <summary>A tool the scripted model calls.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">What it is called with.</param>
public sealed record ScriptToolCall(string Name, FieldValues Arguments);
