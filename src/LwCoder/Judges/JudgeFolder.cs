using LwCoder.Configuration;
using LwCoder.Plans;

namespace LwCoder.Judges;

/// <summary>The judges of a repository: every `*.md` in `.lw_coder/judges` of the main worktree, where no agent writes.</summary>
internal static class JudgeFolder
{
    /// <returns>Sorted by name, at least one.</returns>
    /// <exception cref="UserError">There is none, or some cannot be used; it names all of them.</exception>
    public static IReadOnlyList<Judge> Load(string repositoryRoot, string workingDirectory)
    {
        var folder = StateFolder.Of(repositoryRoot, StateFolder.Judges);
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal).ToList()
            : [];
        if (files.Count == 0)
        {
            throw new UserError(
                $"there are no judges in {folder}", "run 'lw_coder init' to install the stock ones, or write one",
                ExitCode.Environment);
        }
        var judges = new List<Judge>();
        var mistakes = new List<UserError>();
        foreach (var file in files)
        {
            try
            {
                judges.Add(Read(repositoryRoot, file, workingDirectory));
            }
            catch (UserError mistake)
            {
                mistakes.Add(mistake);
            }
        }
        return mistakes.Count == 0
            ? judges
            : throw new UserError(
                string.Join("\n  ", mistakes.Select(mistake => mistake.Message)),
                string.Join("\n       ", mistakes.Select(mistake => mistake.Hint).Distinct()),
                ExitCode.Environment);
    }

    private static Judge Read(string repositoryRoot, string file, string workingDirectory)
    {
        var shown = PlanPath.Shown(file, workingDirectory);
        if (ContainedPath.Resolve(repositoryRoot, file) is null)
        {
            throw new UserError($"{shown} is a link that leads out of the repository", "replace it with a file");
        }
        return JudgeFile.Parse(BoundedFile.Read(file) ?? [], Path.GetFileNameWithoutExtension(file), shown);
    }
}
