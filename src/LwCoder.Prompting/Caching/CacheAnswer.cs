namespace LwCoder.Prompting.Caching;

/// <summary>A payload, and whether somebody had made it already.</summary>
/// <param name="Payload">The bytes; not to be changed.</param>
/// <param name="IsHit">False only for the caller whose own work made it.</param>
public readonly record struct CacheAnswer(ReadOnlyMemory<byte> Payload, bool IsHit);
