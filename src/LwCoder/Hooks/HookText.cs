using System.Text;

namespace LwCoder.Hooks;

/// <summary>
/// Puts `${plan_path}` and its siblings into a hook's command. What goes into the text is never the value, which may hold
/// anything, but a reference to the environment variable with the value: no shell takes that for more commands.
/// </summary>
internal static class HookText
{
    /// <summary>Quoted as the place needs, so that a value is always one word.</summary>
    /// <param name="names">Those to replace; any other `${…}` is the shell's own.</param>
    public static string ForSh(string command, IReadOnlySet<string> names)
    {
        var text = new StringBuilder();
        // What encloses the place: ( for commands, the outermost too, or a quote.
        var around = new Stack<char>(['(']);
        for (var i = 0; i < command.Length; i++)
        {
            if (NameAt(command, i, names) is { } name)
            {
                var reference = $"${{{HookVariables.EnvironmentName(name)}}}";
                text.Append(around.Peek() switch { '"' => reference, '\'' => $"'\"{reference}\"'", _ => $"\"{reference}\"" });
                i += name.Length + 2;
                continue;
            }
            var letter = command[i];
            text.Append(letter);
            if (letter == '\\' && around.Peek() != '\'' && i + 1 < command.Length)
            {
                text.Append(command[++i]);
            }
            else if (letter == '#' && around.Peek() == '(' && (i == 0 || char.IsWhiteSpace(command[i - 1])))
            {
                var end = command.IndexOf('\n', i) is > 0 and var found ? found : command.Length;
                text.Append(command, i + 1, end - i - 1);
                i = end - 1;
            }
            else
            {
                Enclose(around, letter, isSubstitution: i > 0 && command[i - 1] == '$');
            }
        }
        return text.ToString();
    }

    /// <summary>
    /// PowerShell neither splits a variable into words nor looks for commands in it; single quotes keep it literal.
    /// </summary>
    public static string ForPowerShell(string command, IReadOnlySet<string> names) =>
        names.Aggregate(command, (text, name) => text.Replace(
            $"${{{name}}}", $"${{env:{HookVariables.EnvironmentName(name)}}}", StringComparison.Ordinal));

    private static void Enclose(Stack<char> around, char letter, bool isSubstitution)
    {
        switch (around.Peek(), letter)
        {
            case ('(', '\'' or '"' or '('):
                around.Push(letter);
                break;
            case ('"', '(') when isSubstitution:
                around.Push(letter);
                break;
            case ('"', '"') or ('\'', '\''):
                around.Pop();
                break;
            case ('(', ')') when around.Count > 1:
                around.Pop();
                break;
            default:
                break;
        }
    }

    private static string? NameAt(string command, int at, IReadOnlySet<string> names)
    {
        if (!command.AsSpan(at).StartsWith("${"))
        {
            return null;
        }
        var end = command.IndexOf('}', at);
        return end > 0 && command[(at + 2)..end] is var name && names.Contains(name) ? name : null;
    }
}
