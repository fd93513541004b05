namespace LwCoder.Git;

/// <summary>The answers of the one `git rev-parse`, as far as git got.</summary>
internal sealed record RevParse(IReadOnlyList<string> Lines)
{
    public const int Expected = 9;

    public static RevParse Parse(string output) => new(output.TrimEnd('\n').Split('\n'));

    public bool IsBare => At(0) == "true";

    public bool IsShallow => At(2) == "true";

    public string? ObjectFormat => At(3);

    public string? CommonDirectory => PathAt(4);

    public string? GitDirectory => PathAt(5);

    public string? Worktree => PathAt(6);

    /// <summary>Null before the first commit: git then repeats the question.</summary>
    public string? Head => At(7) is { } sha && ObjectId.IsValid(sha) ? sha : null;

    /// <summary>Null when HEAD is detached.</summary>
    public string? Branch => At(8) is { } name ? BranchName.FromRef(name) : null;

    private string? At(int index) => index < Lines.Count ? Lines[index] : null;

    /// <summary>git writes `/` on Windows too.</summary>
    private string? PathAt(int index) => At(index) is { } path ? Path.GetFullPath(path) : null;
}
