using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LwCoder.FrontMatters;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Judges;

/// <summary>A judge's file: front matter with `weight` and `model`, then the instructions.</summary>
internal static partial class JudgeFile
{
    private const string WeightKey = "weight";
    private const string ModelKey = "model";

    private static readonly FileKind Kind = new("judge", "weight and model");

    /// <param name="name">The file's name without `.md`.</param>
    /// <param name="fileName">The file as the user knows it, for messages.</param>
    /// <exception cref="UserError">Names every mistake with its line and fix.</exception>
    public static Judge Parse(ReadOnlySpan<byte> file, string name, string fileName)
    {
        var front = FrontMatter.Split(file, fileName, Kind);
        var fields = FrontMatterFields.Read(front.Text, fileName);
        var problems = new List<FileProblem>();
        var weight = ReadWeight(fields, problems);
        var model = ReadModel(fields, problems);
        problems.AddRange(fields.All.Where(field => field.Key is not (WeightKey or ModelKey)).Select(field =>
            new FileProblem(field.Line, $"unknown key '{field.Key}'", $"remove it; the keys are {WeightKey} and {ModelKey}")));
        var instructions = Encoding.UTF8.GetString(file[front.BodyStart..]).Trim();
        if (instructions.Length == 0)
        {
            problems.Add(new FileProblem(null, "the judge has no instructions", "write below the second '---' what to judge"));
        }
        if (!ValidName().IsMatch(name))
        {
            problems.Add(new FileProblem(null, $"'{name}' cannot be a judge's name",
                "name the file with letters, digits, '.', '-' and '_', beginning with a letter or digit"));
        }
        return weight is { } share && model is not null && problems.Count == 0
            ? new Judge(name, share, model, instructions)
            : throw FileProblem.ToError(fileName, problems);
    }

    private static double? ReadWeight(FrontMatterFields fields, List<FileProblem> problems)
    {
        if (TextOf(fields, WeightKey, "0.5", problems) is not { } text)
        {
            return null;
        }
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && weight is >= 0 and <= 1)
        {
            return weight;
        }
        Note(fields, WeightKey, $"weight '{text}' is not a number from 0 to 1", "write for example weight: 0.5", problems);
        return null;
    }

    private static string? ReadModel(FrontMatterFields fields, List<FileProblem> problems)
    {
        if (TextOf(fields, ModelKey, "openai/gpt-5-mini", problems) is not { } text)
        {
            return null;
        }
        if (ValidModel().IsMatch(text))
        {
            return text;
        }
        Note(fields, ModelKey, "model is not a model's name",
            "write it as the provider calls it, such as openai/gpt-5-mini, or a name of [models]", problems);
        return null;
    }

    private static string? TextOf(FrontMatterFields fields, string key, string example, List<FileProblem> problems)
    {
        switch (fields[key])
        {
            case null:
                problems.Add(new FileProblem(null, $"{key} is missing", $"add a line '{key}: {example}' to the front matter"));
                return null;
            case YamlScalarNode { Value: { } text } when !string.IsNullOrWhiteSpace(text):
                return text.Trim();
            default:
                Note(fields, key, $"{key} has no value", $"write '{key}: {example}'", problems);
                return null;
        }
    }

    private static void Note(FrontMatterFields fields, string key, string what, string fix, List<FileProblem> problems) =>
        problems.Add(new FileProblem(FrontMatterFields.LineOf(fields[key]!), what, fix));

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex ValidName();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._:/@+\[\]-]{0,199}\z")]
    private static partial Regex ValidModel();
}
