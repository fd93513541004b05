using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LwCoder;

/// <summary>
/// Answers `--help` in place of the library's action, whose sorting and grouping is compiled at each start and takes as long
/// as all the rest of a help.
/// </summary>
/// <param name="width">How many columns there are; for a file or a pipe more than any line needs.</param>
internal sealed class HelpPrinter(Func<int> width) : SynchronousCommandLineAction
{
    /// <summary>Asking for help is right whatever else is missing.</summary>
    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root, Func<int> width)
    {
        foreach (var option in root.Options)
        {
            if (option is HelpOption)
            {
                option.Action = new HelpPrinter(width);
            }
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.Write(new HelpText(width()).Of(parseResult.CommandResult.Command));
        return 0;
    }
}
