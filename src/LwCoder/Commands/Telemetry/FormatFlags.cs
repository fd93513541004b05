using System.CommandLine;
using LwCoder.Commands.Shared;

namespace LwCoder.Commands.Telemetry;

/// <summary>`--json` and `--csv`, of which one may be given.</summary>
internal sealed class FormatFlags
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object on stdout." };
    private readonly Option<bool> _csv = new("--csv") { Description = "Print comma-separated values." };

    public void AddTo(Command command)
    {
        command.Add(_json);
        command.Add(_csv);
        command.Require(result =>
        {
            if (result.GetValue(_json) && result.GetValue(_csv))
            {
                result.AddError("Choose one of --json and --csv.");
            }
        });
    }

    public OutputFormat Of(ParseResult parsed) =>
        parsed.GetValue(_json) ? OutputFormat.Json : parsed.GetValue(_csv) ? OutputFormat.Csv : OutputFormat.Table;
}
