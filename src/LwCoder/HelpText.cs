using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;

namespace LwCoder;

/// <summary>What a command is for and what it takes, laid out as by System.CommandLine, with which a test compares it.</summary>
/// <param name="width">Descriptions go on below themselves where a line would be longer.</param>
internal sealed class HelpText(int width)
{
    private const string Margin = "  ";

    /// <summary>However narrow the terminal, a word or two fit beside the names.</summary>
    private const int LeastDescription = 20;

    private readonly StringBuilder _text = new();

    public string Of(Command command)
    {
        _text.Clear();
        Section("Description:", [(command.Description ?? "", "")]);
        Section("Usage:", [(Usage(command), "")]);
        Section("Arguments:", Arguments(command));
        Section("Options:", Options(command));
        Section("Commands:", Subcommands(command));
        return _text.ToString();
    }

    private void Section(string title, List<(string Name, string Description)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }
        _text.AppendLine(title);
        var nameWidth = 0;
        foreach (var (name, _) in rows)
        {
            nameWidth = Math.Max(nameWidth, name.Length);
        }
        foreach (var (name, description) in rows)
        {
            if (description.Length == 0)
            {
                Append(Margin, name, Margin.Length);
            }
            else
            {
                Append(Margin + name.PadRight(nameWidth) + Margin, description, Margin.Length + nameWidth + Margin.Length);
            }
        }
        _text.AppendLine();
    }

    /// <summary>A text in lines that fit, the later ones as far to the right as the first.</summary>
    private void Append(string before, string text, int indentation)
    {
        var room = Math.Max(width - indentation, LeastDescription);
        var rest = text.AsSpan();
        while (rest.Length > room)
        {
            var end = rest[..(room + 1)].LastIndexOf(' ');
            if (end <= 0)
            {
                break;
            }
            _text.Append(before).Append(rest[..end]).AppendLine();
            rest = rest[(end + 1)..];
            before = new string(' ', indentation);
        }
        _text.Append(before).Append(rest).AppendLine();
    }

    private static string Usage(Command command)
    {
        var usage = new StringBuilder();
        foreach (var part in FromRoot(command))
        {
            usage.Append(usage.Length > 0 ? " " : "").Append(part.Name);
            var optional = 0;
            foreach (var argument in part.Arguments)
            {
                if (!argument.Hidden)
                {
                    var isOptional = argument.Arity.MinimumNumberOfValues == 0;
                    optional += isOptional ? 1 : 0;
                    usage.Append(isOptional ? " [<" : " <").Append(argument.Name).Append('>')
                        .Append(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
                }
            }
            usage.Append(']', optional);
        }
        usage.Append(command.Subcommands.Any(child => !child.Hidden) ? " [command]" : "");
        return usage.Append(" [options]").ToString();
    }

    private static List<(string, string)> Arguments(Command command)
    {
        var rows = new List<(string, string)>();
        foreach (var part in FromRoot(command))
        {
            foreach (var argument in part.Arguments)
            {
                if (!argument.Hidden)
                {
                    rows.Add((Label(argument), Describe(argument, argument.HasDefaultValue ? argument.GetDefaultValue() : null)));
                }
            }
        }
        return rows;
    }

    /// <summary>The command's own, then the library's, then those of the commands above that hold here too.</summary>
    private static List<(string, string)> Options(Command command)
    {
        var rows = new List<(string, string)>();
        Add(command, option => option is not (HelpOption or VersionOption));
        Add(command, option => option is HelpOption or VersionOption);
        for (var above = Parent(command); above is not null; above = Parent(above))
        {
            Add(above, option => option.Recursive);
        }
        return rows;

        void Add(Command from, Predicate<Option> isWanted)
        {
            foreach (var option in from.Options)
            {
                if (!option.Hidden && isWanted(option))
                {
                    rows.Add((Label(option), Describe(
                        option, option.HasDefaultValue && !IsSwitch(option) ? option.GetDefaultValue() : null)));
                }
            }
        }
    }

    private static List<(string, string)> Subcommands(Command command)
    {
        var rows = new List<(string, string)>();
        foreach (var child in command.Subcommands)
        {
            if (!child.Hidden)
            {
                var label = new StringBuilder(string.Join(", ", Names(child.Name, child.Aliases)));
                foreach (var argument in child.Arguments)
                {
                    label.Append(argument.Hidden ? "" : argument.Arity.MinimumNumberOfValues == 0
                        ? $" [{Label(argument)}]" : $" {Label(argument)}");
                }
                rows.Add((label.ToString(), child.Description ?? ""));
            }
        }
        return rows;
    }

    private static string Label(Argument argument) => $"<{argument.HelpName ?? Values(argument) ?? argument.Name}>";

    private static string Label(Option option)
    {
        var names = string.Join(", ", Names(option.Name, option.Aliases));
        return IsSwitch(option) ? names : $"{names} <{option.HelpName ?? Values(option) ?? option.Name.TrimStart('-')}>";
    }

    /// <summary>The words to choose from.</summary>
    private static string? Values(Symbol symbol)
    {
        var words = new List<string>();
        foreach (var item in symbol.GetCompletions(CompletionContext.Empty))
        {
            words.Add(item.Label);
        }
        return words.Count > 0 ? string.Join('|', words) : null;
    }

    private static string Describe(Symbol symbol, object? builtIn) =>
        Convert.ToString(builtIn, CultureInfo.InvariantCulture) is { Length: > 0 } value
            ? $"{symbol.Description} [default: {value}]"
            : symbol.Description ?? "";

    private static bool IsSwitch(Option option) =>
        option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool);

    /// <summary>Short names first.</summary>
    private static List<string> Names(string name, ICollection<string> aliases)
    {
        var names = new List<string>(aliases) { name };
        names.RemoveAll(alias => alias.StartsWith('/'));
        names.Sort((left, right) => left.StartsWith("--", StringComparison.Ordinal).CompareTo(
                right.StartsWith("--", StringComparison.Ordinal)) is var byDashes and not 0
            ? byDashes
            : StringComparer.OrdinalIgnoreCase.Compare(left, right));
        return names;
    }

    private static List<Command> FromRoot(Command command)
    {
        var path = new List<Command>();
        for (Command? part = command; part is not null; part = Parent(part))
        {
            path.Insert(0, part);
        }
        return path;
    }

    private static Command? Parent(Command command)
    {
        foreach (var parent in command.Parents)
        {
            return parent as Command;
        }
        return null;
    }
}
