namespace LwCoder.Tests.Telemetry.Support;

internal static class MariaDbServer
{
    /// <summary>Why there can be none; null when there can.</summary>
    public static string? Missing => "the engine is not built yet";
}
