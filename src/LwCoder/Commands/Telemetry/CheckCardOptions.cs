namespace LwCoder.Commands.Telemetry;

internal sealed record CheckCardOptions(string Session, string Card, bool EnforcedOnly, bool Json);
