using System.CommandLine;

namespace LwCoder;

/// <summary>The command tree, and the one place where an exception becomes an exit code.</summary>
internal static class Cli
{
    public static async Task<int> RunAsync(string[] arguments, Services services)
    {
        var root = new RootCommand("Turns a Markdown plan into reviewed code and learns from the result.");
        var parsed = root.Parse(arguments);
        try
        {
            if (parsed.Errors.Count > 0)
            {
                await parsed.InvokeAsync();
                return (int)ExitCode.Usage;
            }
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UserError error)
        {
            services.Error.WriteLine($"lw_coder: {error.Message}");
            if (error.Hint is { } hint)
            {
                services.Error.WriteLine($"  fix: {hint}");
            }
            return (int)error.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Interrupted;
        }
    }
}
