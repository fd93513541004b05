using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LwCoder.Commands.Shared;

/// <summary>The flags of the verbs that have judges judge.</summary>
internal sealed class JudgeFlags
{
    private const int MostRepetitions = 20;

    private readonly Option<string?> _model = new("--judge-model")
    {
        Description = "The model to ask in place of each judge's own.", HelpName = "model",
    };

    private readonly Option<int?> _repeat = new("--repeat")
    {
        Description = "How often each judge judges, to see how much its score varies.", HelpName = "times",
        CustomParser = text =>
            (int?)Read(text, NumberStyles.None, least: 1, MostRepetitions, "--repeat takes a whole number"),
    };

    private readonly Option<bool> _force = new("--force") { Description = "Do all of it anew, although the results are known." };

    private readonly Option<double?> _threshold = new("--threshold")
    {
        Description = "End with code 3 when the weighted score is below this, or a judge failed.", HelpName = "score",
        CustomParser = text => Read(text, NumberStyles.AllowDecimalPoint, least: 0, most: 1, "--threshold takes a number"),
    };

    public void AddTo(Command command)
    {
        _model.CompletionSources.Add("sonnet", "opus", "haiku");
        foreach (var flag in new Option[] { _model, _repeat, _force, _threshold })
        {
            command.Add(flag);
        }
    }

    public string? Model(ParseResult parsed) => parsed.GetValue(_model);

    public int Repeat(ParseResult parsed) => parsed.GetValue(_repeat) ?? 1;

    public bool Force(ParseResult parsed) => parsed.GetValue(_force);

    public double? Threshold(ParseResult parsed) => parsed.GetValue(_threshold);

    private static double? Read(ArgumentResult text, NumberStyles style, double least, double most, string rule)
    {
        if (double.TryParse(text.Tokens[^1].Value, style, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }
        text.AddError(string.Create(CultureInfo.InvariantCulture, $"{rule} from {least} to {most}."));
        return null;
    }
}
