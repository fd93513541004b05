using System.CommandLine;
using System.Globalization;

namespace LwCoder.Commands.Shared;

/// <summary>Flags that take a whole number within bounds.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int usual, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => usual,
        CustomParser = text =>
        {
            if (int.TryParse(text.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most)
            {
                return number;
            }
            text.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {least} to {most}."));
            return usual;
        },
    };
}
