namespace LwCoder.Platform.Logging;

/// <summary>As Microsoft.Extensions.Logging has them, without loading it for a line that may never be written.</summary>
internal enum LogLevel
{
    Debug,
    Information,
    Warning,
    Error,
}
