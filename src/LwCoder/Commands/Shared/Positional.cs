using System.CommandLine;

namespace LwCoder.Commands.Shared;

/// <summary>Arguments without a dash.</summary>
internal static class Positional
{
    /// <summary>
    /// Refuses a value that looks like an option: the parser gives an option it does not know to the next free argument, and
    /// the user would hear that there is no plan called `--headles`. A file with such a name is reached by `./--name`.
    /// </summary>
    public static Argument<T> NoOption<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
            {
                result.AddError($"Unrecognized option '{option.Value}'.");
            }
        });
        return argument;
    }
}
