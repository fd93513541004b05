using System.Runtime.CompilerServices;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Documentation;

public sealed class TenLinesTests
{
    [Theory]
    [InlineData("docs/prompting.md")]
    [InlineData("src/LwCoder.Prompting/README.md")]
    public void The_example_in_the_documentation_is_the_code_that_compiles(string document)
    {
        var text = File.ReadAllText(Path.Combine(Root(), document)).ReplaceLineEndings("\n");
        var begin = text.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        var shown = text[begin..text.IndexOf("```", begin, StringComparison.Ordinal)];

        Lines(shown).Where(line => !line.StartsWith("using ", StringComparison.Ordinal)).Should().Equal(Lines(
            Compiled("the example")
                .Replace("connect(new()", "new OpenRouterChatClient(new()", StringComparison.Ordinal)
                .Replace("(folder)", "(\"answers\")", StringComparison.Ordinal)
                .Replace("await console.WriteLineAsync", "Console.WriteLine", StringComparison.Ordinal)
            + Compiled("the records").Replace("public sealed ", "", StringComparison.Ordinal)
                .Replace("public ", "", StringComparison.Ordinal)));
        Lines(shown).Count(line => !line.StartsWith("using ", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(10);
    }

    [Fact]
    public async Task The_example_runs_and_its_second_run_needs_no_model()
    {
        using var folder = new TempFolder();
        var script = Script.FromYaml("""- outputs: {severity: critical, summary: Crash on large files, labels: [crash, io]}""");
        using var model = new ScriptedChatClient(script);
        var console = new StringWriter();

        await TenLines.RunAsync(console, folder.Path, _ => model);
        await TenLines.RunAsync(console, folder.Path, _ => model);

        console.ToString().Should()
            .Be(string.Concat(Enumerable.Repeat($"Critical: Crash on large files crash, io{Environment.NewLine}", 2)));
    }

    private static string Compiled(string part)
    {
        var text = File.ReadAllText(Path.Combine(Root(), "tests/LwCoder.Prompting.Tests/Documentation/TenLines.cs"))
            .ReplaceLineEndings("\n");
        var begin = text.IndexOf($"// begin: {part}\n", StringComparison.Ordinal) + $"// begin: {part}\n".Length;
        return text[begin..text.IndexOf("// end", begin, StringComparison.Ordinal)];
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));
}
