namespace LwCoder.FrontMatters;

/// <summary>One mistake in a file that a person wrote.</summary>
/// <param name="Line">The line in the file, from 1; null when the mistake is that something is missing.</param>
/// <param name="What">The mistake, as a sentence without a full stop.</param>
/// <param name="Fix">What to write instead, in the imperative.</param>
internal sealed record FileProblem(int? Line, string What, string Fix)
{
    public UserError ToError(string fileName) => ToError(fileName, [this]);

    /// <summary>All of a file's mistakes as one error, so that they can be corrected in one go.</summary>
    public static UserError ToError(string fileName, IReadOnlyList<FileProblem> problems)
    {
        var lines = problems.Select(problem => problem.Describe(fileName)).ToList();
        return problems.Count == 1
            ? new UserError(lines[0], problems[0].Fix)
            : new UserError(
                $"{fileName} has {problems.Count} mistakes\n  {string.Join("\n  ", lines)}",
                string.Join("\n       ", problems.Select(problem => problem.Fix)));
    }

    private string Describe(string fileName) => Line is null ? $"{fileName}: {What}" : $"{fileName}:{Line}: {What}";
}
