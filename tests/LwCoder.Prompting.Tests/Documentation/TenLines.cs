using System.ComponentModel;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Documentation;

/// <summary>The example of docs/prompting.md and of the package's README; <see cref="TenLinesTests"/> keeps them equal.</summary>
internal static class TenLines
{
    public static async Task RunAsync(TextWriter console, string folder, Func<OpenRouterOptions, IChatClient> connect)
    {
        // begin: the example
        var key = Environment.GetEnvironmentVariable("OPENROUTER_API_KEY");
        IChatClient model = connect(new() { Model = "openai/gpt-5-mini", ApiKey = key })
            .WithCache(new PromptCache(folder));
        var triage = Predict.For<Report, Triage>(model);
        var answer = await triage.RunAsync(new Report("It crashes when I save a file over 2 GB."));
        await console.WriteLineAsync($"{answer.Value.Severity}: {answer.Value.Summary} {string.Join(", ", answer.Value.Labels)}");
        // end
    }

    // begin: the records
    public sealed record Report(string Text);

    [Description("Triage a bug report.")]
    public sealed record Triage(Severity Severity, [Description("one line")] string Summary, IReadOnlyList<string> Labels);

    public enum Severity { Low, High, Critical }
    // end
}
