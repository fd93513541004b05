using System.CommandLine;

namespace LwCoder.Commands.Telemetry;

/// <summary>`lw_coder telemetry …`: sessions in the store.</summary>
internal static class TelemetryCommand
{
    public static Command Create(Services services) => new("telemetry", "Sessions in the store: bring them in, look at them.")
    {
        ImportCommand.Create(services), CheckCardCommand.Create(services),
    };
}
