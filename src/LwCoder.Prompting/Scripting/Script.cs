using System.Text.Json;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Scripting;

/// <summary>
/// Prepared answers, in order. On disk a YAML list or JSON lines, each item with some of the keys <c>signature, turn,
/// when, answer, outputs, tool_calls, error, model, usage {in, out}, cost, delay_ms, repeat</c>.
/// </summary>
/// <param name="Entries">The answers.</param>
public sealed record Script(IReadOnlyList<ScriptEntry> Entries)
{
    /// <summary>Plain texts, one call each.</summary>
    public static Script Of(params IReadOnlyList<string> answers) =>
        new([.. answers.Select(answer => new ScriptEntry { Answer = answer })]);

    /// <summary>Reads a file: YAML by <c>.yaml</c> or <c>.yml</c>, else JSON lines.</summary>
    /// <exception cref="ScriptException">It is not a script; the message names file and item.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Script Load(string path)
    {
        var text = File.ReadAllText(path);
        try
        {
            return Path.GetExtension(path) is ".yaml" or ".yml" ? FromYaml(text) : FromJsonLines(text);
        }
        catch (ScriptException error)
        {
            throw new ScriptException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Reads a YAML list.</summary>
    /// <exception cref="ScriptException">It is not a script.</exception>
    public static Script FromYaml(string yaml) => new([.. YamlValues.ReadList(yaml).Select(ScriptReader.Read)]);

    /// <summary>Reads JSON lines; blank lines are skipped.</summary>
    /// <exception cref="ScriptException">It is not a script.</exception>
    public static Script FromJsonLines(string text)
    {
        var entries = new List<ScriptEntry>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            try
            {
                entries.Add(ScriptReader.Read(FieldValues.FromJson(line), entries.Count));
            }
            catch (JsonException error)
            {
                throw new ScriptException($"line {number} is not a JSON object: {error.Message}", error);
            }
        }
        return new Script(entries);
    }
}
