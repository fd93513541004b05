using System.Text.Json;
using System.Text.RegularExpressions;
using LwCoder.Platform.Files;

namespace LwCoder.Prompts;

/// <summary>Which commands test a project, by what its build files say.</summary>
internal static partial class TestCommandsOf
{
    /// <param name="files">Nearest to the root first.</param>
    public static IEnumerable<string> Files(IReadOnlyList<string> files, Func<string, string?> read) =>
        from file in files
        let command = CommandOf(Path.GetFileName(file), file, read)
        where command is not null && !IsCovered(file, command, files)
        let folder = Paths.WithSlashes(Path.GetDirectoryName(file)!)
        group command by folder into perFolder
        from command in perFolder.Distinct()
        select perFolder.Key.Length == 0 ? command : $"{command} (in {perFolder.Key})";

    /// <summary>A solution tests its projects.</summary>
    private static bool IsCovered(string file, string command, IReadOnlyList<string> files) =>
        command == "dotnet test" && !IsSolution(file) && files.Any(IsSolution);

    private static bool IsSolution(string file) => Path.GetExtension(file) is ".sln" or ".slnx";

    private static string? CommandOf(string name, string file, Func<string, string?> read) => name switch
    {
        "package.json" => HasTestScript(read(file)) ? "npm test" : null,
        "Cargo.toml" => "cargo test",
        "go.mod" => "go test ./...",
        "pom.xml" => "mvn test",
        "build.gradle" or "build.gradle.kts" => "gradle test",
        "mix.exs" => "mix test",
        "tox.ini" => "tox",
        "pytest.ini" or "conftest.py" => "pytest",
        "pyproject.toml" or "setup.cfg" => Mentions(read(file), "pytest") ? "pytest" : null,
        "Makefile" or "GNUmakefile" => HasTarget(read(file)) ? "make test" : null,
        "justfile" or "Justfile" => HasTarget(read(file)) ? "just test" : null,
        "Rakefile" => Mentions(read(file), "test") ? "rake test" : null,
        "composer.json" => HasTestScript(read(file)) ? "composer test" : null,
        _ when IsSolution(file) => "dotnet test",
        _ when Path.GetExtension(file) is ".csproj" or ".fsproj" =>
            Mentions(read(file), "Microsoft.NET.Test.Sdk") ? "dotnet test" : null,
        _ => null,
    };

    private static bool Mentions(string? text, string word) => text?.Contains(word, StringComparison.Ordinal) == true;

    private static bool HasTarget(string? text) => text is not null && TestTarget().IsMatch(text);

    private static bool HasTestScript(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "");
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("scripts", out var scripts)
                && scripts.ValueKind == JsonValueKind.Object
                && scripts.TryGetProperty("test", out _);
        }
        catch (JsonException)
        {
            // A package file that is none has no test script; the agent will see for itself.
            return false;
        }
    }

    [GeneratedRegex("^test( [^=:\n]*)?:([^=]|$)", RegexOptions.Multiline)]
    private static partial Regex TestTarget();
}
