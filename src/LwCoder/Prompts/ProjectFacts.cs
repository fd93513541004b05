using System.Text;

namespace LwCoder.Prompts;

/// <summary>What can be told of a project from its files alone; nothing is run.</summary>
/// <param name="Languages">The most used first.</param>
/// <param name="TestCommands">Each with its folder, as in `npm test (in web)`.</param>
/// <param name="Guidance">Files with rules for whoever works here.</param>
internal sealed record ProjectFacts(
    IReadOnlyList<string> Languages, IReadOnlyList<string> TestCommands, IReadOnlyList<string> Guidance)
{
    private const int MostLanguages = 5;
    private const int MostCommands = 8;
    private const int MostGuidance = 12;

    private static readonly string[] GuidanceNames = ["AGENTS.md", "CLAUDE.md", "CONTRIBUTING.md", "README.md"];

    private static readonly Dictionary<string, string> LanguageOf = new(StringComparer.OrdinalIgnoreCase)
    {
        [".cs"] = "C#", [".fs"] = "F#", [".vb"] = "Visual Basic", [".py"] = "Python", [".js"] = "JavaScript",
        [".mjs"] = "JavaScript", [".jsx"] = "JavaScript", [".ts"] = "TypeScript", [".tsx"] = "TypeScript",
        [".rs"] = "Rust", [".go"] = "Go", [".java"] = "Java", [".kt"] = "Kotlin", [".swift"] = "Swift",
        [".rb"] = "Ruby", [".php"] = "PHP", [".c"] = "C", [".cpp"] = "C++", [".cc"] = "C++", [".scala"] = "Scala",
        [".ex"] = "Elixir", [".exs"] = "Elixir", [".hs"] = "Haskell", [".lua"] = "Lua", [".dart"] = "Dart",
        [".sh"] = "Shell", [".ps1"] = "PowerShell", [".sql"] = "SQL", [".vue"] = "Vue", [".zig"] = "Zig", [".r"] = "R",
    };

    /// <summary>As a model reads it.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        Add("Languages", Languages);
        Add("Likely test commands", TestCommands);
        Add("Guidance files", Guidance);
        return text.ToString().TrimEnd();

        void Add(string title, IReadOnlyList<string> items) =>
            text.Append(title).Append(": ").Append(items.Count == 0 ? "none found" : string.Join(", ", items)).Append('\n');
    }

    /// <summary>Whether a file, by its name, has rules for whoever works in the project.</summary>
    public static bool IsGuidance(string path) => GuidanceNames.Contains(Path.GetFileName(path));

    /// <param name="files">Paths relative to the project, with `/`, in a stable order.</param>
    /// <param name="read">A file's text; null when it cannot be had.</param>
    public static ProjectFacts From(IReadOnlyList<string> files, Func<string, string?> read)
    {
        var languages = files
            .Select(file => LanguageOf.GetValueOrDefault(Path.GetExtension(file)))
            .OfType<string>()
            .CountBy(language => language)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key);
        return new ProjectFacts(
            [.. languages.Take(MostLanguages)],
            [.. TestCommandsOf.Files(files, read).Take(MostCommands)],
            [.. files.Where(IsGuidance).Take(MostGuidance)]);
    }
}
