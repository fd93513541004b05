using LwCoder.Configuration;
using LwCoder.Models;
using LwCoder.Platform.Files;
using LwCoder.Prompting.Modules;
using LwCoder.Prompts;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// Finds the command that tests a project: the configured one, the one found earlier, what the build files say, or what a
/// model makes of the project's guidance. What was found is remembered in `.lw_coder/test_command`, for people to correct.
/// </summary>
/// <param name="models">Asked only when files alone do not tell.</param>
internal sealed class TestCommandFinder(Settings settings, ILanguageModels models)
{
    private const int LargestGuidance = 32 * 1024;
    private const int LongestCommand = 2000;

    /// <param name="root">The main worktree.</param>
    /// <exception cref="UserError">Nothing says how the project is tested, or the model failed.</exception>
    public async Task<TestCommand> FindAsync(string root, CancellationToken cancel)
    {
        if (settings.Get(EvalSettings.TestCommand) is { } configured)
        {
            return new TestCommand(configured, "[eval] test_command");
        }
        var memory = StateFolder.Of(root, TestCommandPrompt.Name);
        if (Remembered(memory) is { } remembered)
        {
            return new TestCommand(remembered, memory);
        }
        var facts = ProjectTree.Read(root);
        var found = facts.TestCommands is [var only]
            ? new TestCommand(InFolder(only), "the project's build files")
            : await ProposeAsync(root, facts, cancel);
        Directory.CreateDirectory(Path.GetDirectoryName(memory)!);
        AtomicFile.WriteText(memory, found.Text + "\n");
        return found;
    }

    /// <summary>Lines that begin with `#` are remarks.</summary>
    private static string? Remembered(string file)
    {
        if (BoundedFile.Read(file) is not { } bytes)
        {
            return null;
        }
        var lines = System.Text.Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToList();
        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    private async Task<TestCommand> ProposeAsync(string root, ProjectFacts facts, CancellationToken cancel)
    {
        if (!models.IsConfigured)
        {
            throw Unknown(facts);
        }
        var client = models.Open();
        try
        {
            var answer = await TestCommandPrompt.For(client).RunAsync(
                new TestCommandQuestion(facts.Describe(), GuidanceIn(root, facts)), cancel: cancel);
            var text = answer.Value.Command.Trim();
            return text.Length is > 0 and <= LongestCommand && !text.Any(letter => char.IsControl(letter) && letter != '\n')
                ? new TestCommand(text, "a model's reading of the project's guidance")
                : throw Unknown(facts);
        }
        catch (Exception failure) when (ModelFailure.Explain(failure) is { } error)
        {
            throw error;
        }
    }

    private static string GuidanceIn(string root, ProjectFacts facts) => string.Join("\n\n",
        from file in facts.Guidance
        let path = ContainedPath.Resolve(root, file)
        where path is not null && new FileInfo(path) is { Exists: true, Length: <= LargestGuidance }
        select $"{file}:\n{File.ReadAllText(path)}");

    private static UserError Unknown(ProjectFacts facts) => new(
        facts.TestCommands.Count == 0
            ? "nothing in the project's files says how it is tested"
            : $"the project may be tested by {string.Join(" or ", facts.TestCommands)}",
        "write [eval] test_command = \"…\" into .lw_coder/config.toml, or the command alone into .lw_coder/test_command",
        ExitCode.NeedsPerson);

    /// <summary>`npm test (in web)` for a shell.</summary>
    private static string InFolder(string command)
    {
        var start = command.LastIndexOf(" (in ", StringComparison.Ordinal);
        return start < 0 || command[^1] != ')'
            ? command
            : $"cd '{command[(start + " (in ".Length)..^1]}' && {command[..start]}";
    }
}
