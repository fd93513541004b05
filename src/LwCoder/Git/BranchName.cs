namespace LwCoder.Git;

/// <summary>A branch's name and its full name `refs/heads/…`, which means no tag of the same name.</summary>
internal static class BranchName
{
    private const string Prefix = "refs/heads/";

    public static string ToRef(string name) => Prefix + name;

    /// <returns>Null for a tag, a remote's branch, or what is no ref.</returns>
    public static string? FromRef(string reference) =>
        reference.StartsWith(Prefix, StringComparison.Ordinal) ? reference[Prefix.Length..] : null;
}
