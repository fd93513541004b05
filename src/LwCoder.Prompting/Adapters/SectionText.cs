using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Adapters;

/// <summary>
/// Fields as sections of plain text, each under a line <c>&lt;&lt;&lt;name&gt;&gt;&gt;</c>: nothing to escape, so long documents
/// stay as they are. Only a line that looks like a marker itself gets a backslash, so that no document can pose as a section.
/// </summary>
internal static class SectionText
{
    /// <summary>Closes the last section. Its words are no field name, so it cannot be mistaken for one.</summary>
    public const string EndMarker = "<<<end of answer>>>";

    private const string End = "end of answer";

    public static string Marker(string name) => $"<<<{name}>>>";

    public static string Write(IReadOnlyList<Field> fields, FieldValues values) => string.Join("\n\n", fields
        .Where(field => values.ContainsKey(field.Name))
        .Select(field => $"{Marker(field.Name)}\n{Text(values[field.Name])}"));

    /// <summary>All values, as an answer.</summary>
    public static string Write(FieldValues values) =>
        Write([.. values.Keys.Select(name => Field.String(name))], values) + $"\n\n{EndMarker}";

    /// <summary>Sections by name, trimmed. What stands before the first or after the end is prose and ignored.</summary>
    /// <exception cref="FieldException">A section appears twice: which one is meant would be a guess.</exception>
    public static Dictionary<string, string> Read(IReadOnlyList<Field> fields, string text)
    {
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        string? open = null;
        var lines = new List<string>();
        foreach (var line in TextTolerance.WithoutFence(text).ReplaceLineEndings("\n").Split('\n'))
        {
            var name = NameIn(line);
            if (name != End && fields.All(field => field.Name != name))
            {
                lines.Add(Unescape(line));
                continue;
            }
            Close(sections, open, lines);
            open = name == End ? null : name;
            if (name == End && sections.Count > 0)
            {
                break;
            }
        }
        Close(sections, open, lines);
        return sections;
    }

    private static void Close(Dictionary<string, string> sections, string? name, List<string> lines)
    {
        if (name is not null && !sections.TryAdd(name, string.Join('\n', lines).Trim()))
        {
            throw new FieldException(name, $"is answered twice; write {Marker(name)} once");
        }
        lines.Clear();
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => Escape(text),
        _ => FieldJson.ToString(value, indented: true),
    };

    /// <summary>The name in a marker line; null for any other line. Emphasis a model adds around it is forgiven.</summary>
    private static string? NameIn(string line)
    {
        var bare = line.AsSpan().Trim().Trim('*').Trim('`').Trim();
        return bare.StartsWith("<<<", StringComparison.Ordinal) && bare.EndsWith(">>>", StringComparison.Ordinal)
            && bare.Length > 6
            ? bare[3..^3].Trim().ToString()
            : null;
    }

    private static string Escape(string text) => text.Contains("<<<", StringComparison.Ordinal)
        ? string.Join('\n', text.Split('\n').Select(line => NameIn(line.TrimStart('\\')) is null ? line : "\\" + line))
        : text;

    private static string Unescape(string line) =>
        line.StartsWith('\\') && NameIn(line.TrimStart('\\')) is not null ? line[1..] : line;
}
