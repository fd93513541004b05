namespace LwCoder.Commands.Telemetry;

/// <param name="Source">One of <see cref="Recording.Import.ImportSources.Names"/>.</param>
/// <param name="Path">Null for where the source usually is.</param>
internal sealed record ImportOptions(string Source, string? Path, bool Json);
