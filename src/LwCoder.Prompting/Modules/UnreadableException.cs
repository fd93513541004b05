using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>Tells an answer that cannot be read from a <see cref="FieldException"/> that a caller's own rule throws.</summary>
internal sealed class UnreadableException(FieldException cause) : Exception(cause.Message, cause);
