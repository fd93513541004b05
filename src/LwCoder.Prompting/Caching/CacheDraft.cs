namespace LwCoder.Prompting.Caching;

/// <summary>A payload just made.</summary>
/// <param name="Payload">The bytes.</param>
/// <param name="Keep">Whether to write it; what is not kept still serves those who waited for it.</param>
public readonly record struct CacheDraft(ReadOnlyMemory<byte> Payload, bool Keep = true);
